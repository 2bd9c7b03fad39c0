// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows librsvg.
#ifdef CHAESAEK_CODECS
#include "core/image/svg.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/base/error.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

constexpr double kLeastSide = 512;
// Where an SVG gives no size, its drawing is measured on a sheet of this side.
constexpr double kSheet = 1000;

class SvgDrawing {
 public:
  SvgDrawing(std::string_view svg, const std::string& what) : what_(what), handle_(open(svg), &g_object_unref) {
    if (!handle_) fail(what + " is not an SVG drawing that can be read; it may be damaged or cut off");
    rsvg_handle_set_dpi(handle_.get(), 96);
    bounds_ = measure();
    if (!(bounds_.width > 0 && bounds_.height > 0 && std::isfinite(bounds_.width) && std::isfinite(bounds_.height)))
      fail(what + " has nothing to draw: its size is zero");
  }

  double width() const { return bounds_.width; }
  double height() const { return bounds_.height; }

  /// Draws into `place` of a transparent picture of `size`.
  cv::Mat draw(cv::Size size, const cv::Rect2d& place) const {
    cv::Mat out(size, CV_8UC4, cv::Scalar::all(0));
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_image_surface_create_for_data(out.data, CAIRO_FORMAT_ARGB32, out.cols, out.rows, static_cast<int>(out.step)), &cairo_surface_destroy);
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo(cairo_create(surface.get()), &cairo_destroy);
    RsvgRectangle viewport{place.x, place.y, place.width, place.height};
    if (!hasSize_) {
      cairo_translate(cairo.get(), place.x, place.y);
      cairo_scale(cairo.get(), place.width / bounds_.width, place.height / bounds_.height);
      cairo_translate(cairo.get(), -bounds_.x, -bounds_.y);
      viewport = {0, 0, kSheet, kSheet};
    }
    if (!rsvg_handle_render_document(handle_.get(), cairo.get(), &viewport, nullptr)) fail(what_ + " cannot be drawn; it may be damaged");
    cairo_surface_flush(surface.get());
    return out;
  }

 private:
  static RsvgHandle* open(std::string_view svg) {
    svg.remove_prefix(std::min(svg.size(), svg.find('<')));  // XML allows no space before its prolog; people do
    return rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), nullptr);
  }

  RsvgRectangle measure() {
    RsvgRectangle box{};
    if (rsvg_handle_get_intrinsic_size_in_pixels(handle_.get(), &box.width, &box.height)) return box;
    gboolean hasWidth, hasHeight, hasViewBox;
    RsvgLength width, height;
    rsvg_handle_get_intrinsic_dimensions(handle_.get(), &hasWidth, &width, &hasHeight, &height, &hasViewBox, &box);
    if (hasViewBox) return box;
    hasSize_ = false;
    const RsvgRectangle sheet{0, 0, kSheet, kSheet};
    rsvg_handle_get_geometry_for_layer(handle_.get(), nullptr, &sheet, &box, nullptr, nullptr);
    return box;
  }

  std::string what_;
  std::unique_ptr<RsvgHandle, decltype(&g_object_unref)> handle_;
  RsvgRectangle bounds_{};
  bool hasSize_ = true;
};

// Cairo's premultiplied pixels -> straight alpha.
void unpremultiply(cv::Mat& bgra) {
  for (int y = 0; y < bgra.rows; ++y) {
    auto* row = bgra.ptr<cv::Vec4b>(y);
    for (int x = 0; x < bgra.cols; ++x) {
      const int alpha = row[x][3];
      if (alpha == 0 || alpha == 255) continue;
      for (int c = 0; c < 3; ++c) row[x][c] = static_cast<uchar>(std::min(255, (row[x][c] * 255 + alpha / 2) / alpha));
    }
  }
}

}  // namespace

cv::Size svgSize(std::string_view svg, const std::string& what) {
  const SvgDrawing drawing(svg, what);
  const double scale = std::max(1.0, kLeastSide / std::max(drawing.width(), drawing.height()));
  const auto side = [&](double length) { return std::max(1, static_cast<int>(std::lround(std::min(length * scale, 1e7)))); };
  return {side(drawing.width()), side(drawing.height())};
}

cv::Mat renderSvg(std::string_view svg, int size, const std::string& what) {
  const SvgDrawing drawing(svg, what);
  const double scale = size / std::max(drawing.width(), drawing.height());
  const double width = drawing.width() * scale, height = drawing.height() * scale;
  cv::Mat out = drawing.draw({size, size}, {(size - width) / 2, (size - height) / 2, width, height});
  unpremultiply(out);
  return out;
}

cv::Mat renderSvg(std::string_view svg, cv::Size size, const std::string& what) {
  cv::Mat out = SvgDrawing(svg, what).draw(size, cv::Rect2d(0, 0, size.width, size.height));
  unpremultiply(out);
  return out;
}

}  // namespace chaesaek
#endif
