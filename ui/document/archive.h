// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QBuffer>
#include <QByteArray>
#include <QString>
#include <memory>

class QuaZip;

namespace chaesaek {

/// A ZIP file made in memory, so that it is written whole or not at all.
class ArchiveWriter {
 public:
  ArchiveWriter();
  ~ArchiveWriter();
  /// `stored`: uncompressed (what PNG files and OpenRaster's mimetype want).
  void add(const QString& name, const QByteArray& bytes, bool stored);
  /// Ends the archive and writes it; throws Error that names the path.
  void save(const QString& path);

 private:
  QBuffer buffer_;
  std::unique_ptr<QuaZip> zip_;
};

/// A ZIP file read into memory. Throws Error that names the file where it is damaged or not a ZIP file.
class ArchiveReader {
 public:
  explicit ArchiveReader(const QString& path);
  ~ArchiveReader();
  bool has(const QString& name) const;
  QByteArray read(const QString& name) const;
  const QString& path() const { return path_; }

 private:
  QString path_;
  QBuffer buffer_;
  std::unique_ptr<QuaZip> zip_;
};

}  // namespace chaesaek
