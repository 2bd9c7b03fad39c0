// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QWidget>
#include <functional>

class QVBoxLayout;

namespace chaesaek {

/// What a line at the top of the page says instead of a message box.
struct Message {
  enum class Kind { Hint, Question, Error };
  struct Action {
    QString title;
    std::function<void()> run = {};
    bool main = false;
  };
  Kind kind = Kind::Hint;
  QString text = {};
  std::vector<Action> actions = {};  ///< each of them takes the line away
  QWidget* extra = nullptr;  ///< e.g. a slider, between text and actions; the line owns it
  std::function<void()> dismissed = {};  ///< of the cross at the end
};

/// The lines at the top of a canvas, one for each subject. Each stays until it is answered, dismissed or withdrawn.
class MessageArea : public QWidget {
  Q_OBJECT
 public:
  explicit MessageArea(QWidget* parent = nullptr);
  /// Replaces the line of the same subject.
  void say(const QString& subject, Message message);
  /// Other words in the line of that subject, where there is one.
  void reword(const QString& subject, const QString& text);
  void withdraw(const QString& subject);
  bool says(const QString& subject) const { return lines_.contains(subject); }

 private:
  QHash<QString, QWidget*> lines_;
  QVBoxLayout* column_;
};

}  // namespace chaesaek
