// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>

#include "core/inference/colourer.h"

namespace chaesaek {

/// Opens a model file of the roles that colour: "colouring" (nine channels) and "image_to_image" (the sketch alone).
/// `info` says name and path; the rest of it is filled in from the file. `device`: auto, cpu, cuda.
/// `recognise`: with the shipped recogniser, where there is one and the network chooses from a palette.
std::unique_ptr<Colourer> openNetworkColourer(ModelInfo info, const std::string& device, Recognise recognise, const std::string& precision);

/// What the file's header says of itself, without its weights; throws Error where it is no model that colours.
void describeModel(ModelInfo& info);

}  // namespace chaesaek
