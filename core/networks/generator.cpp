// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/generator.h"

#include "core/networks/colouring_net.h"
#include "core/networks/dcgan.h"
#include "core/networks/judge_net.h"
#include "core/networks/mlp.h"
#include "core/networks/names.h"
#include "core/networks/palette_net.h"
#include "core/networks/recogniser_net.h"

namespace chaesaek {

torch::Tensor Generator::probe() const {
  const int side = sideMultiple();
  return torch::linspace(0, 1, inputs() * side * side).view({1, inputs(), side, side});
}

std::shared_ptr<Generator> makeNetwork(const std::string& name, const Json& parameters) {
  static const std::vector<std::string> names = {"unet", "colouring", "palette_colouring", "recogniser",
                                                 "mlp_generator", "dcgan_generator", "judge"};
  switch (indexOfName(names, name, "network")) {
    case 0: return std::make_shared<UNet>(UNetOptions::fromJson(parameters));
    case 1: return std::make_shared<ColouringNet>(UNetOptions::fromJson(parameters));
    case 2: return std::make_shared<PaletteNet>(PaletteOptions::fromJson(parameters));
    case 3: return std::make_shared<RecogniserNet>(RecogniserOptions::fromJson(parameters));
    case 4: return std::make_shared<MlpGenerator>(MlpGeneratorOptions::fromJson(parameters));
    case 5: return std::make_shared<DcganGenerator>(DcganGeneratorOptions::fromJson(parameters));
    default: return std::make_shared<JudgeNet>(JudgeOptions::fromJson(parameters));
  }
}

}  // namespace chaesaek
