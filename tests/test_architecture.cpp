// SPDX-License-Identifier: GPL-3.0-or-later
// The layers: a file includes only what stands above its folder; torch stays in core's sources, Qt out of core.
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace fs = std::filesystem;

namespace {

const fs::path kRoot = CHAESAEK_SOURCE_DIR;

/// Folder -> folders that it may include from, its own not counted.
const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::map<std::string, std::set<std::string>> layers = [] {
    std::map<std::string, std::set<std::string>> direct = {
        {"core/base", {}},
        {"core/image", {"core/base"}},
        {"core/data", {"core/image"}},
        {"core/networks", {"core/base"}},
        {"core/losses", {"core/networks"}},
        {"core/engine", {"core/base"}},
        {"core/inference", {"core/networks", "core/image", "core/engine"}},
        {"core/evaluation", {"core/inference", "core/data"}},
        {"core/experiments", {"core/losses", "core/data", "core/evaluation"}},
        {"core/training", {"core/experiments"}},
        {"ui/document", {"core/inference", "core/evaluation", "core/training"}},
        {"ui/jobs", {"ui/document"}},
        {"ui/widgets", {"ui/document"}},
        {"ui/canvas", {"ui/jobs", "ui/widgets"}},
        {"ui/tools", {"ui/canvas"}},
        {"ui/pages", {"ui/tools"}},
        {"ui/bench", {"ui/pages"}},
        {"app", {"ui/bench"}},
    };
    for (bool grown = true; grown;) {
      grown = false;
      for (auto& [folder, above] : direct)
        for (const auto& one : std::set(above))
          for (const auto& further : direct.at(one)) grown |= above.insert(further).second;
    }
    return direct;
  }();
  return layers;
}

std::vector<fs::path> sourcesOf(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kRoot / folder))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h") files.push_back(entry.path());
  return files;
}

std::vector<std::string> includesOf(const fs::path& file) {
  static const std::regex pattern("^\\s*#\\s*include\\s*[<\\x22]([^>\\x22]+)[>\\x22]");
  std::vector<std::string> found;
  std::ifstream in(file);
  std::smatch match;
  for (std::string line; std::getline(in, line);)
    if (std::regex_search(line, match, pattern)) found.push_back(match[1]);
  return found;
}

bool isTorch(const std::string& include) { return include.starts_with("torch/") || include.starts_with("ATen/") || include.starts_with("c10/"); }
bool isQt(const std::string& include) { return std::regex_match(include, std::regex("Q[A-Z][A-Za-z]*(/.*)?")) || include.starts_with("Qt"); }

}  // namespace

class TestArchitecture : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void includesPointUpwards_data() {
    QTest::addColumn<QString>("folder");
    for (const auto& [folder, unused] : allowed()) QTest::newRow(folder.c_str()) << QString::fromStdString(folder);
  }

  void includesPointUpwards() {
    QFETCH(QString, folder);
    const std::string own = folder.toStdString();
    const auto files = sourcesOf(own);
    QVERIFY2(!files.empty(), "the folder is empty");
    for (const auto& file : files)
      for (const auto& include : includesOf(file)) {
        const std::string from = fs::path(include).parent_path().string();
        const bool project = include.starts_with("core/") || include.starts_with("ui/") || include.starts_with("app/");
        if (project && from != own) QVERIFY2(allowed().at(own).count(from), (file.string() + " includes " + include).c_str());
      }
  }

  void torchAndQtStayApart() {
    for (const auto& [folder, unused] : allowed())
      for (const auto& file : sourcesOf(folder))
        for (const auto& include : includesOf(file)) {
          if (folder.starts_with("core/")) QVERIFY2(!isQt(include), (file.string() + " includes " + include).c_str());
          else QVERIFY2(!isTorch(include), (file.string() + " includes " + include).c_str());
        }
  }

  /// No header that the window reaches leads to torch, however many steps away.
  void noTorchBehindTheWindowsHeaders() {
    std::set<std::string> seen;
    std::vector<std::string> next;
    for (const auto& [folder, unused] : allowed())
      if (!folder.starts_with("core/"))
        for (const auto& file : sourcesOf(folder))
          for (const auto& include : includesOf(file)) next.push_back(include);
    while (!next.empty()) {
      const std::string include = next.back();
      next.pop_back();
      QVERIFY2(!isTorch(include), (include + " is reached from ui or app").c_str());
      if (!seen.insert(include).second || !fs::exists(kRoot / include)) continue;
      for (const auto& further : includesOf(kRoot / include)) next.push_back(further);
    }
    QVERIFY(seen.count("core/inference/colourer.h"));
  }

  void everySourceNamesItsLicence() {
    for (const auto& [folder, unused] : allowed())
      for (const auto& file : sourcesOf(folder)) {
        std::ifstream in(file);
        std::string first;
        std::getline(in, first);
        QCOMPARE(QString::fromStdString(first), QString("// SPDX-License-Identifier: GPL-3.0-or-later"));
      }
  }
};

QTEST_GUILESS_MAIN(TestArchitecture)
#include "test_architecture.moc"
