// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <vector>

namespace chaesaek {

class CompareColumn;
class CompareColumns;
class CompareSource;
class MessageArea;
struct SheetColumn;

/// What leaves the Compare page: all columns as one picture, or one column's.
class CompareOut : public QObject {
  Q_OBJECT
 public:
  CompareOut(CompareColumns* columns, CompareSource* source, MessageArea* messages, QWidget* page);
  // With a dialog.
  void askSheet();
  void askPicture(const CompareColumn* column);
  // Without.
  void saveSheet(const QString& path);
  void savePicture(const CompareColumn* column, const QString& path);

 private:
  std::vector<SheetColumn> sheetColumns() const;
  template <class Make>
  void save(const QString& path, Make make);

  CompareColumns* columns_;
  CompareSource* source_;
  MessageArea* messages_;
  QWidget* page_;
};

}  // namespace chaesaek
