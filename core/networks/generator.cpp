// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/generator.h"

#include "core/networks/colouring_net.h"
#include "core/networks/palette_net.h"
#include "core/networks/names.h"
#include "core/networks/recogniser_net.h"

namespace chaesaek {

std::shared_ptr<Generator> makeNetwork(const std::string& name, const Json& parameters) {
  static const std::vector<std::string> names = {"unet", "colouring", "palette_colouring", "recogniser"};
  switch (indexOfName(names, name, "network")) {
    case 0: return std::make_shared<UNet>(UNetOptions::fromJson(parameters));
    case 1: return std::make_shared<ColouringNet>(UNetOptions::fromJson(parameters));
    case 2: return std::make_shared<PaletteNet>(PaletteOptions::fromJson(parameters));
    default: return std::make_shared<RecogniserNet>(RecogniserOptions::fromJson(parameters));
  }
}

}  // namespace chaesaek
