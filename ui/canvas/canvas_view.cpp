// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_view.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "ui/canvas/canvas_data.h"
#include "ui/canvas/hint_painter.h"
#include "ui/canvas/paper_painter.h"

namespace chaesaek {
namespace {

constexpr double kSmallBrush = 6;     // widget pixels; smaller brushes get a cross to be found by
constexpr int kInvitationPixels = 17;

}  // namespace

CanvasView::CanvasView(Document* document, ViewState* view, CanvasMode mode, QWidget* parent)
    : QWidget(parent), data_(std::make_unique<Data>(Data{document, view, mode, {}, {}, {}, {}})) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setTabletTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAttribute(Qt::WA_AcceptTouchEvents);
  grabGesture(Qt::PinchGesture);
  setMinimumSize(120, 120);
  connect(view, &ViewState::changed, this, &CanvasView::viewChanged);
  connect(document, &Document::changed, this, &CanvasView::inkChanged);
  connect(document, &Document::sizeChanged, this, [this] {
    data_->sketch.invalidate();
    if (!isHidden()) fit();  // others may show something else in the same view meanwhile
  });
  connect(document, &Document::stepped, this, &CanvasView::dismissInvitation);
  connect(document, &Document::colouredChanged, this, [this] {
    data_->result.invalidate(), data_->colours.invalidate();
    if (data_->mode != CanvasMode::Sketch) updateCanvas(QRectF({}, QSizeF(data_->document->size())));
  });
}

CanvasView::~CanvasView() = default;

CanvasMode CanvasView::mode() const { return data_->mode; }
Document* CanvasView::document() const { return data_->document; }
ViewState* CanvasView::viewState() const { return data_->view; }
QString CanvasView::invitation() const { return data_->invitation; }
QTransform CanvasView::transform() const { return data_->view->transform(size(), data_->document->size()); }
QPointF CanvasView::toCanvas(QPointF widget) const { return transform().inverted().map(widget); }
QPointF CanvasView::toWidget(QPointF canvas) const { return transform().map(canvas); }

void CanvasView::setMode(CanvasMode mode) {
  data_->mode = mode;
  update();
}

void CanvasView::setInvitation(const QString& text) {
  data_->invitation = text;
  update();
}

void CanvasView::dismissInvitation() {
  if (data_->invitation.isEmpty()) return;
  setInvitation({});
  emit invitationGone();
}

void CanvasView::zoomBy(double factor) {
  const QPointF around = data_->pointerInside ? data_->pointer : QPointF(rect().center());
  data_->view->setZoom(data_->view->zoom() * factor, around, size(), data_->document->size());
}

void CanvasView::zoomTo(double zoom) { zoomBy(zoom / data_->view->zoom()); }
void CanvasView::fit() { data_->view->fit(size(), data_->document->size()); }

void CanvasView::resizeEvent(QResizeEvent*) {
  if (data_->view->isFitted()) fit();
}

void CanvasView::viewChanged() {
  update();
  emit zoomChanged(data_->view->zoom());
}

void CanvasView::inkChanged(QRect area, bool live) {
  data_->sketch.invalidate(area);
  if (live) dismissInvitation();
  if (data_->mode != CanvasMode::Coloured) updateCanvas(area);
}

void CanvasView::updateCanvas(QRectF area) {
  // Smooth scaling reaches into the neighbours; hints carry rings.
  const int reach = kHintRings + 1 + static_cast<int>(std::ceil(data_->view->zoom()));
  update(transform().mapRect(area).toAlignedRect().adjusted(-reach, -reach, reach, reach));
}

// ---- painting

void CanvasView::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), palette().color(QPalette::Dark));
  paintPaper(painter, transform().map(QPolygonF(QRectF({}, QSizeF(data_->document->size())))), palette());
  if (data_->mode == CanvasMode::Slider) {
    const QRectF left(0, 0, dividerX(), height());
    painter.save();
    painter.setClipRect(left);
    paintPicture(painter, false);
    paintHints(painter);
    painter.setClipRect(QRectF(left.topRight(), rect().bottomRight() + QPointF(1, 1)));
    paintPicture(painter, true);
    painter.restore();
    paintDivider(painter, {dividerX(), height() / 2.0}, palette());
  } else {
    paintPicture(painter, data_->mode == CanvasMode::Coloured);
    if (data_->mode != CanvasMode::Coloured) paintHints(painter);
  }
  paintInvitation(painter);
  paintBrush(painter);
}

void CanvasView::paintPicture(QPainter& painter, bool result) {
  const Document& document = *data_->document;
  const double scale = data_->view->zoom() * devicePixelRatioF();
  const QRectF sheet({}, QSizeF(document.size()));
  painter.save();
  painter.setTransform(transform(), true);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < kCrispFrom);
  painter.setRenderHint(QPainter::Antialiasing, data_->view->angle() != 0);  // slanted edges
  if (result) {
    if (!document.colouredPicture().isNull()) painter.drawImage(sheet, data_->result.at(document.colouredPicture(), scale));
  } else {
    const bool coloured = data_->mode == CanvasMode::UnderInk && !document.colours().isNull();
    if (coloured) painter.drawImage(sheet, data_->colours.at(document.colours(), scale));
    // White paper times a colour is the colour, black ink stays black: this lays the ink on top.
    if (coloured) painter.setCompositionMode(QPainter::CompositionMode_Multiply);
    painter.drawImage(sheet, data_->sketch.at(document.paper(), scale));
  }
  painter.restore();
}

void CanvasView::paintHints(QPainter& painter) {
  painter.save();
  for (const Hint& hint : data_->document->hints()) paintHint(painter, hint, transform(), data_->view->zoom());
  const Hint* preview = data_->active ? data_->active->preview() : nullptr;
  if (preview) paintHint(painter, *preview, transform(), data_->view->zoom());
  painter.restore();
}

void CanvasView::paintInvitation(QPainter& painter) {
  if (data_->invitation.isEmpty()) return;
  QFont font = this->font();
  font.setPixelSize(kInvitationPixels);
  QRectF paper = transform().mapRect(QRectF({}, QSizeF(data_->document->size()))) & QRectF(rect());
  if (!data_->document->isEmpty()) paper.setTop(paper.bottom() - 3 * kInvitationPixels);
  painter.setFont(font);
  painter.setPen(QColor(0, 0, 0, 160));  // soft text on paper, which is white in every theme
  painter.drawText(paper, Qt::AlignCenter, data_->invitation);
}

// The brush in its real size, dark beside light so that it is seen on any picture.
void CanvasView::paintBrush(QPainter& painter) {
  if (brushRect().isEmpty()) return;
  const double diameter = *data_->tool->size() * data_->view->zoom();
  const QPointF at = data_->pointer;
  QPainterPath outline;
  outline.addEllipse(at, diameter / 2, diameter / 2);
  if (diameter < kSmallBrush) {
    for (const QPointF& arm : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
      outline.moveTo(at + 4 * arm);
      outline.lineTo(at + 8 * arm);
    }
  }
  painter.setRenderHint(QPainter::Antialiasing);
  painter.strokePath(outline, QPen(QColor(255, 255, 255, 220), 3));
  painter.strokePath(outline, QPen(QColor(0, 0, 0, 200), 1));
}

QRect CanvasView::brushRect() const {
  const bool shown = data_->pointerInside && data_->tool && data_->tool->size() && toolFor({}) == data_->tool &&
                     (data_->action == CanvasAction::None || data_->action == CanvasAction::Draw) && !data_->space && !onDivider(data_->pointer);
  if (!shown) return {};
  const double reach = std::max(*data_->tool->size() * data_->view->zoom() / 2, 8.0) + 3;
  return QRectF(data_->pointer.x() - reach, data_->pointer.y() - reach, 2 * reach, 2 * reach).toAlignedRect();
}

}  // namespace chaesaek
