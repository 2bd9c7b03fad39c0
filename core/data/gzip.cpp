// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/gzip.h"

#include <zlib.h>

#include "core/base/error.h"

namespace chaesaek {

std::string gunzip(std::string_view packed, const std::string& what) {
  constexpr size_t kMostContent = 512u << 20;  // unpacked: guards against a forged file
  std::string out, piece(1 << 20, '\0');
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) fail("zlib could not start");  // 16: gzip
  int result = Z_OK;
  while (result == Z_OK && out.size() <= kMostContent) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    result = inflate(&stream, Z_NO_FLUSH);
    out.append(piece, 0, piece.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (out.size() > kMostContent) fail(what + " is too large");
  if (result != Z_STREAM_END) fail(what + " is cut off or damaged");
  return out;
}

}  // namespace chaesaek
