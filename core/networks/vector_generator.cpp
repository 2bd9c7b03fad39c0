// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/vector_generator.h"

#include "core/networks/names.h"
#include "core/networks/thread_random.h"

namespace chaesaek {

const std::vector<std::string>& priorNames() {
  static const std::vector<std::string> names = {"normal", "uniform"};
  return names;
}

Prior parsePrior(const std::string& name) { return static_cast<Prior>(indexOfName(priorNames(), name, "prior")); }

ParameterSchema VectorOptions::schema() {
  const VectorOptions d;
  ParameterSchema s;
  s.integer("latent", "Latent", "Random numbers that a picture is made of.", d.latent, 1, 2048)
      .integer("classes", "Classes", "Of the label that stands behind them; 0: it takes none.", d.classes, 0, 1024)
      .integer("channels", "Channels", "Of the pictures.", d.channels, 1, 3)
      .integer("size", "Size", "Side of the pictures.", d.size, 1, 128)
      .choice("prior", "Prior", "What the random numbers are drawn from.", priorNames().front(), priorNames());
  return s;
}

Json VectorOptions::toJson() const {
  return {{"latent", latent}, {"classes", classes}, {"channels", channels}, {"size", size},
          {"prior", priorNames().at(static_cast<size_t>(prior))}};
}

void VectorOptions::read(const Settings& settings) {
  latent = static_cast<int>(settings.integer("latent"));
  classes = static_cast<int>(settings.integer("classes"));
  channels = static_cast<int>(settings.integer("channels"));
  size = static_cast<int>(settings.integer("size"));
  prior = parsePrior(settings.choice("prior"));
}

std::vector<std::string> VectorGenerator::inputNames() const {
  return shape.classes > 0 ? std::vector<std::string>{"latent", "class"} : std::vector<std::string>{"latent"};
}

torch::Tensor VectorGenerator::drawLatents(int64_t n, std::optional<at::Generator> generator) const {
  auto latents = torch::empty({n, shape.latent});
  const auto source = generator ? *generator : threadRandom();
  return shape.prior == Prior::Normal ? latents.normal_(0, 1, source) : latents.uniform_(-1, 1, source);
}

torch::Tensor VectorGenerator::input(const torch::Tensor& latents, const torch::Tensor& labels) const {
  if (shape.classes == 0) return latents;
  return torch::cat({latents, torch::one_hot(labels.to(latents.device()), shape.classes).to(latents.scalar_type())}, 1);
}

void VectorGenerator::check(const torch::Tensor& x) const {
  if (x.dim() != 2 || x.size(1) != width())
    fail("the generator reads [N," + std::to_string(width()) + "], not " + c10::str(x.sizes()));
}

}  // namespace chaesaek
