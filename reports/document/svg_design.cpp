#include <fmt/format.h>

#include <algorithm>

#include "reports/document/svg.hpp"
#include "reports/support/text_table.hpp"

namespace crisper::reports {
namespace {

constexpr double box_height = 44, layer_height = 92, box_gap = 18, around = 12, through = 14;
constexpr double letter = 8.8;  ///< mean width at the size of a box's name
constexpr std::size_t box_letters_max = 30;
constexpr double readable_width = 620;  ///< narrower, and it is pushed to and fro rather than shrunk

struct Spot {
  double x = 0;  ///< middle
  double width = 0;
};

class DesignSvg {
 public:
  explicit DesignSvg(const DesignPicture& picture) : picture_(picture) {
    std::vector<double> widths;
    for (const auto& layer : picture.layers) {
      double total = 0;
      for (const DesignPicture::Place& each : layer) total += width_of_place(each) + box_gap;
      widths.push_back(total - box_gap);
      width_ = std::max(width_, total - box_gap);
    }
    for (std::size_t i = 0; i < picture.layers.size(); ++i) {
      // Layers use the whole width, so that what they are linked with is rather above than beside them.
      const auto places = static_cast<double>(picture.layers[i].size());
      const double spare = std::min((width_ - widths[i]) / (places + 1), 120.0);
      double at = around + (width_ - widths[i] - spare * (places - 1)) / 2;
      spots_.emplace_back();
      for (const DesignPicture::Place& each : picture.layers[i]) {
        const double own = width_of_place(each);
        spots_.back().push_back({at + own / 2, own});
        at += own + box_gap + spare;
      }
    }
  }

  std::string draw() {
    const double height = 2 * around + layer_height * static_cast<double>(picture_.layers.size() - 1) + box_height;
    std::string svg = fmt::format(
        "<svg class=\"design\" viewBox=\"0 0 {:.0f} {:.0f}\" style=\"max-width:{:.0f}px;min-width:{:.0f}px\" "
        "role=\"img\" aria-label=\"the design as a graph\">\n",
        width_ + 2 * around, height, width_ + 2 * around, std::min(width_, readable_width));
    for (const DesignLink& each : picture_.links) svg += link(each);
    for (std::size_t layer = 0; layer < picture_.layers.size(); ++layer) {
      for (std::size_t i = 0; i < picture_.layers[layer].size(); ++i) {
        const std::size_t box = picture_.layers[layer][i].box;
        if (box != DesignPicture::no_box) svg += drawn(picture_.boxes[box], spots_[layer][i], y(layer));
      }
    }
    return svg + "</svg>\n";
  }

 private:
  static double y(std::size_t layer) { return around + layer_height * static_cast<double>(layer); }

  double width_of_place(const DesignPicture::Place& place) const {
    if (place.box == DesignPicture::no_box) return through;
    const DesignBox& box = picture_.boxes[place.box];
    const std::size_t letters = std::min(std::max(width_of(box.name), width_of(box.detail)), box_letters_max);
    return std::max(96.0, letter * static_cast<double>(letters) + 20);
  }

  static std::string drawn(const DesignBox& box, const Spot& spot, double at) {
    return fmt::format("<g><title>{}: {}</title><rect class=\"box\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
                       "height=\"{}\" rx=\"6\"/><text class=\"name\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>"
                       "<text class=\"detail\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text></g>\n",
                       markup_text(box.name), markup_text(box.detail), spot.x - spot.width / 2, at, spot.width,
                       box_height, spot.x, at + 19, markup_text(box.name, box_letters_max), spot.x, at + 35,
                       markup_text(box.detail, box_letters_max));
  }

  static std::string told(const DesignPicture& picture, const std::vector<sim::Channel>& channels) {
    std::string text;
    for (const sim::Channel& each : channels) {
      text += fmt::format("{} from {} to {}{}\n", name_of(each.cargo), picture.boxes[each.from].name,
                          picture.boxes[each.to].name, each.at_least_once ? "" : ", at most once");
    }
    return text;
  }

  std::string link(const DesignLink& link) const {
    const std::size_t first = picture_.boxes[link.from].layer;
    std::string path;
    for (std::size_t i = 0; i + 1 < link.way.size(); ++i) {
      const double x1 = spots_[first + i][link.way[i]].x, x2 = spots_[first + i + 1][link.way[i + 1]].x;
      const double y1 = y(first + i) + (i == 0 ? box_height : box_height / 2);
      const double y2 = y(first + i + 1) + (i + 2 == link.way.size() ? -1.0 : box_height / 2);
      const double middle = (y1 + y2) / 2;
      if (i == 0) path += fmt::format("M{:.1f} {:.1f}", x1, y1);
      path += fmt::format("C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", x1, middle, x2, middle, x2, y2);
    }
    const auto& main = link.there.empty() ? link.back : link.there;
    const bool sure = std::ranges::all_of(main, &sim::Channel::at_least_once);
    return fmt::format("<path class=\"link {}{}\" d=\"{}\"{}{}><title>{}</title></path>\n",
                       name_of(main.front().cargo), sure ? "" : " unsure", path,
                       link.there.empty() ? "" : " marker-end=\"url(#tip)\"",
                       link.back.empty() ? "" : " marker-start=\"url(#tip)\"",
                       markup_text(told(picture_, link.there) + told(picture_, link.back)));
  }

  const DesignPicture& picture_;
  double width_ = 0;
  std::vector<std::vector<Spot>> spots_;
};

}  // namespace

std::string svg_of(const DesignPicture& picture) { return DesignSvg(picture).draw(); }

}  // namespace crisper::reports
