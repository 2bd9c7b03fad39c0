// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/archive.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <zlib.h>

#include <QFile>

#include "core/base/error.h"
#include "core/base/files.h"

namespace chaesaek {
namespace {

constexpr qint64 kMostBytes = 512ll << 20;  // of one file inside; more is a trap

std::filesystem::path toPath(const QString& path) { return QFile::encodeName(path).toStdString(); }

}  // namespace

ArchiveWriter::ArchiveWriter() {
  buffer_.open(QIODevice::ReadWrite);
  zip_ = std::make_unique<QuaZip>(&buffer_);
  zip_->setDataDescriptorWritingEnabled(false);  // readers look for the plain mimetype at a fixed place
  zip_->setUtf8Enabled(true);
  if (!zip_->open(QuaZip::mdCreate)) fail("cannot start a ZIP file in memory");
}

ArchiveWriter::~ArchiveWriter() = default;

void ArchiveWriter::add(const QString& name, const QByteArray& bytes, bool stored) {
  QuaZipFile file(zip_.get());
  const int method = stored ? 0 : Z_DEFLATED, level = stored ? 0 : Z_DEFAULT_COMPRESSION;
  const bool opened = file.open(QIODevice::WriteOnly, QuaZipNewInfo(name), nullptr, 0, method, level);
  if (!opened || file.write(bytes) != bytes.size()) fail("cannot pack " + name.toStdString() + "; is there memory left?");
  file.close();
}

void ArchiveWriter::save(const QString& path) {
  zip_->close();
  const QByteArray& bytes = buffer_.buffer();
  writeFile(toPath(path), {bytes.constData(), static_cast<size_t>(bytes.size())});
}

ArchiveReader::ArchiveReader(const QString& path) : path_(path) {
  buffer_.setData(QByteArray::fromStdString(readFile(toPath(path))));
  buffer_.open(QIODevice::ReadOnly);
  zip_ = std::make_unique<QuaZip>(&buffer_);
  if (!zip_->open(QuaZip::mdUnzip)) fail(path.toStdString() + " is damaged or no OpenRaster file; open another one");
}

ArchiveReader::~ArchiveReader() = default;

bool ArchiveReader::has(const QString& name) const { return zip_->setCurrentFile(name); }

QByteArray ArchiveReader::read(const QString& name) const {
  const std::string what = path_.toStdString() + " is damaged: " + name.toStdString();
  if (!has(name)) fail(what + " is missing");
  QuaZipFile file(zip_.get());
  if (!file.open(QIODevice::ReadOnly)) fail(what + " cannot be opened");
  const qint64 size = file.usize();
  if (size > kMostBytes) fail(what + " is too large");
  QByteArray bytes = file.read(size);
  file.close();  // checks the sum
  if (bytes.size() != size || file.getZipError() != UNZ_OK) fail(what + " is cut off");
  return bytes;
}

}  // namespace chaesaek
