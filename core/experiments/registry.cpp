// SPDX-License-Identifier: GPL-3.0-or-later
// The list of experiments. (Self-registering statics would be dropped from a static library.)
#include <deque>

#include "core/base/error.h"
#include "core/experiments/experiment.h"

namespace chaesaek {

ExperimentDeclaration pix2pix();
ExperimentDeclaration colouring();
ExperimentDeclaration recogniser();
ExperimentDeclaration judge();
ExperimentDeclaration gan();
ExperimentDeclaration cgan();
ExperimentDeclaration dcgan();
ExperimentDeclaration lsgan();
ExperimentDeclaration sgan();
ExperimentDeclaration acgan();
ExperimentDeclaration playground();

namespace {

std::deque<ExperimentDeclaration>& all() {
  static std::deque<ExperimentDeclaration> list = [] {
    std::deque<ExperimentDeclaration> made;
    made.push_back(pix2pix());
    made.push_back(colouring());
    made.push_back(recogniser());
    made.push_back(judge());
    made.push_back(gan());
    made.push_back(cgan());
    made.push_back(dcgan());
    made.push_back(lsgan());
    made.push_back(sgan());
    made.push_back(acgan());
    made.push_back(playground());
    return made;
  }();
  return list;
}

}  // namespace

void addExperiment(ExperimentDeclaration declaration) { all().push_back(std::move(declaration)); }

const ExperimentDeclaration& experimentDeclaration(const std::string& id) {
  std::string known;
  for (const auto& declaration : all()) {
    if (declaration.info.id == id) return declaration;
    known += (known.empty() ? "" : ", ") + declaration.info.id;
  }
  failUsage("unknown experiment " + id + "; known are " + known);
}

std::vector<const ExperimentInfo*> listExperiments() {
  std::vector<const ExperimentInfo*> infos;
  for (const auto& declaration : all()) infos.push_back(&declaration.info);
  return infos;
}

const ExperimentInfo& experimentInfo(const std::string& id) { return experimentDeclaration(id).info; }

std::string dataKindName(DataKind kind) {
  switch (kind) {
    case DataKind::Pairs: return "pairs";
    case DataKind::LabelledImages: return "labelled images";
    case DataKind::Images: return "images";
    case DataKind::Unpaired: return "unpaired";
    case DataKind::Points: return "points";
  }
  return "";
}

}  // namespace chaesaek
