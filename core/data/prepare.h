// SPDX-License-Identifier: GPL-3.0-or-later
// Data of one's own: folders of pictures made into a packed set that stands beside the fetched ones.
#pragma once
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/progress.h"

namespace chaesaek {

enum class PrepareKind {
  SideBySide,  ///< one folder of pictures whose two halves are sketch and picture, as Pix2Pix data usually comes
  Folders,     ///< two folders, sketches then pictures, matched by file name without its extension
  Pictures,    ///< one folder of coloured pictures; their lines are extracted
};
/// "side-by-side", "folders", "pictures"; throws Error (Usage).
PrepareKind parsePrepareKind(const std::string& text);
std::string prepareKindName(PrepareKind kind);

/// A folder with train/, val/ (or valid/, validation/) and test/ keeps that split; another is split by SHA-1 of each
/// file's stem mod 20 (0 test, 1 val, else train).
struct PrepareOptions {
  PrepareKind kind = PrepareKind::SideBySide;
  std::vector<std::filesystem::path> paths;  ///< one folder; two for Folders: sketches, pictures
  std::string name;                          ///< of the new set
  int side = 256;                            ///< pixels; pictures are scaled to fit, the rest is white
  bool sketchAtRight = false;                ///< SideBySide
  int strength = 50;                         ///< Pictures: 0 few lines, 100 many
  bool replace = false;                      ///< a set of that name that is here already
};

/// "640 x 480".
std::string sizeText(cv::Size size);

struct RefusedFile {
  std::string file;    ///< as it lies in its folder ("train/cat.png")
  std::string reason;  ///< its kind, and after a colon what is particular: "sizes differ: 256 x 256 and 200 x 256"
};

struct PrepareReport {
  std::string name;
  int drawings = 0, train = 0, val = 0, test = 0;
  std::vector<RefusedFile> refused;  ///< every file that is not used, sorted by name
};

/// Thrown where no file is usable: one line, and every file with its reason.
class NothingUsable : public Error {
 public:
  NothingUsable(const std::string& message, std::vector<RefusedFile> files) : Error(Kind::Failed, message), refused(std::move(files)) {}
  std::vector<RefusedFile> refused;
};

/// Why a set of one's own cannot have this name, in one line; empty where it can. A name that is taken is no problem here.
std::string nameProblem(const std::string& name);

/// Reads, checks, fits and packs; the set is there whole, or not at all. Throws Error in one line where nothing is usable,
/// a folder is missing, the name is taken or the disk refuses; Cancelled after progress.cancel().
PrepareReport prepareData(const PrepareOptions& options, const Progress& progress);

/// What it would look like: a sheet of up to `count` rows sketch | picture from the first usable files. Quick; the name is
/// not looked at. BGR. Throws Error as prepareData does.
cv::Mat previewPrepared(const PrepareOptions& options, int count);

}  // namespace chaesaek
