// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QWidget>

namespace chaesaek {

/// Small pictures in rows of three; an empty strip says what to do. A click chooses one; where they can be
/// removed, Delete and the menu of a right click do it.
class PictureStrip : public QWidget {
  Q_OBJECT
 public:
  struct Item {
    QImage picture;
    QString caption;  ///< tooltip
  };
  enum class Keeps { All, Removable };
  explicit PictureStrip(const QString& emptyText, QWidget* parent = nullptr, Keeps keeps = Keeps::All);
  void setItems(const std::vector<Item>& items);

 Q_SIGNALS:
  void chosen(int index);
  void removed(int index);

 private:
  void clearRows();
  QString emptyText_;
  Keeps keeps_;
};

}  // namespace chaesaek
