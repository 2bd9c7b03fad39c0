// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <functional>

class QWidget;

namespace chaesaek {

/// A dialog for an existing file, beginning in the folder of the last one; `then` gets its path.
void askFile(QWidget* page, const QString& title, const QString& filter, std::function<void(QString)> then);
/// For a picture to be written; without its suffix, `name` is suggested.
void askPng(QWidget* page, const QString& title, const QString& name, std::function<void(QString)> then);

}  // namespace chaesaek
