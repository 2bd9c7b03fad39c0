// SPDX-License-Identifier: GPL-3.0-or-later
// What a model made of the drawing, and what it was asked with.
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/image/compose.h"
#include "ui/document/document_data.h"

namespace chaesaek {
namespace {

constexpr size_t kMostVersions = 12;
constexpr qsizetype kMostVersionBytes = 256 << 20;
constexpr int kVersionThumbnail = 192;

qsizetype bytesOf(const std::vector<KeptVersion>& versions) {
  return std::accumulate(versions.begin(), versions.end(), qsizetype(0), [](qsizetype sum, const KeptVersion& each) { return sum + each.colours.sizeInBytes(); });
}

}  // namespace

cv::Mat Document::hintsSnapshot() const {
  if (data_->marks.empty()) data_->marks = rasterHints(data_->hints, data_->ink.size());
  return data_->marks;
}

void Document::dropColours() {
  data_->colours = data_->picture = {};
  data_->colouredRevision = 0;
  emit colouredChanged();
}

void Document::setColoured(QImage colours, QImage picture, quint64 revision, const QString& model, const QString& modelHash) {
  if (colours.size() != size() || picture.size() != size()) return;
  data_->colours = std::move(colours);
  data_->picture = std::move(picture);
  data_->colouredRevision = revision;
  data_->model = model;
  data_->modelHash = modelHash;
  emit colouredChanged();
}

void Document::keepVersion() {
  if (data_->picture.isNull()) return;
  auto& versions = data_->versions;
  const QSize small = data_->picture.size().scaled(kVersionThumbnail, kVersionThumbnail, Qt::KeepAspectRatio);
  versions.push_back({data_->picture.scaled(small, Qt::IgnoreAspectRatio, Qt::SmoothTransformation), data_->colours, data_->model, data_->modelHash});
  while (versions.size() > kMostVersions || (versions.size() > 1 && bytesOf(versions) > kMostVersionBytes)) versions.erase(versions.begin());
  emit versionsChanged();
  setModified(true);
}

void Document::removeVersion(int index) {
  data_->versions.erase(data_->versions.begin() + index);
  emit versionsChanged();
  setModified(true);
}

void Document::showVersion(int index) {
  const KeptVersion version = data_->versions.at(static_cast<size_t>(index));
  if (version.colours.size() != size()) return;
  cv::Mat colours;
  cv::cvtColor(toMat(version.colours), colours, cv::COLOR_BGRA2BGR);
  setColoured(version.colours, toImage(layInk(colours, sketchSnapshot())), data_->revision, version.model, version.modelHash);
  setModified(true);
}

}  // namespace chaesaek
