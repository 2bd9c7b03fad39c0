// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLineEdit;

namespace chaesaek {

class Caption;

/// A folder: typed, dropped, or looked for.
class PathField : public QWidget {
  Q_OBJECT
 public:
  PathField(const QString& label, QWidget* parent);
  void setLabel(const QString& label);
  QString path() const;
  void setPath(const QString& path);

 Q_SIGNALS:
  void changed();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void browse();
  Caption* label_;
  QLineEdit* text_;
};

}  // namespace chaesaek
