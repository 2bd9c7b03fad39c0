// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of documents share.
#pragma once
#include <QFile>

#include "core/base/error.h"
#include "ui/document/document.h"

namespace chaesaek {

inline bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

inline void drawLine(Document& document, QPointF from, QPointF to, bool erase = false, float width = 6) {
  document.beginStroke(erase);
  for (int i = 0; i <= 10; ++i) {
    const QPointF at = from + (to - from) * (i / 10.0);
    document.extendStroke({static_cast<float>(at.x()), static_cast<float>(at.y()), width});
  }
  document.endStroke();
}

inline Hint dot(QColor colour, QPointF at, float radius = 5) { return {colour, radius, {at}}; }

template <class Call>
QString errorOf(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return QString::fromUtf8(error.what());
  }
  return {};
}

inline QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace chaesaek
