// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace chaesaek {

/// What the Explore page says while there is no generator: where one comes from.
class ExploreEmpty : public QWidget {
  Q_OBJECT
 public:
  explicit ExploreEmpty(QWidget* parent = nullptr);

 Q_SIGNALS:
  void trainWanted();
};

}  // namespace chaesaek
