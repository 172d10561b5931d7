// contact_sheet --out FILE.png [--columns N] [--cell WxH] ROWS.json: pictures in rows with a title
// above each, for judging a search by eye. ROWS.json is [{"title": TEXT, "images": [FILE, ...]},
// ...]; of each row the first N pictures are shown.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace {

using descry::ErrorCode;
using descry::fail;

constexpr int kGap = 6;           // Pixels between pictures.
constexpr int kTitleHeight = 26;  // Pixels, of the line above a row.
constexpr int kTitleBase = 18;    // Pixels from the line's top to the foot of its letters.
constexpr double kTitleScale = 0.5;
constexpr int kMaxCell = 4096;  // Pixels.

const cv::Scalar kPaper(255, 255, 255);
const cv::Scalar kInk(0, 0, 0);
const cv::Scalar kCellGround(216, 216, 216);

struct Row {
    std::string title;
    std::vector<std::string> images;
};

struct Layout {
    int columns = 8;
    cv::Size cell{96, 192};  ///< Pixels.

    int rowHeight() const { return kTitleHeight + cell.height + kGap; }
    int width() const { return kGap + columns * (cell.width + kGap); }
};

cv::Size cellOf(const std::string& text) {
    cv::Size cell;
    char rest = 0;
    const bool isSize = std::sscanf(text.c_str(), "%dx%d%c", &cell.width, &cell.height, &rest) == 2;
    if (!isSize || cell.empty() || std::max(cell.width, cell.height) > kMaxCell) {
        fail(ErrorCode::InvalidInput, "--cell {}: not a size; write it like 96x192", text);
    }
    return cell;
}

std::vector<Row> readRows(const std::string& file) {
    std::ifstream stream(file);
    if (!stream) fail(ErrorCode::NotFound, "{}: cannot be read; name a file of rows", file);
    std::vector<Row> rows;
    try {
        for (const auto& row : nlohmann::json::parse(stream)) {
            rows.push_back({row.at("title"), row.at("images")});
        }
    } catch (const nlohmann::json::exception& error) {
        fail(ErrorCode::CorruptFile,
             "{}: not a list of titles and images ({}); see the head of contact_sheet.cpp",
             file,
             error.what());
    }
    if (rows.empty()) fail(ErrorCode::InvalidInput, "{}: holds no row; nothing to show", file);
    return rows;
}

/// The picture in the middle of its cell, as large as fits.
void drawPicture(cv::Mat cell, const std::string& file) {
    cell.setTo(kCellGround);
    const cv::Mat picture = cv::imread(file);
    if (picture.empty()) fail(ErrorCode::NotFound, "{}: not a picture; correct the rows", file);
    const double scale = std::min(static_cast<double>(cell.cols) / picture.cols,
                                  static_cast<double>(cell.rows) / picture.rows);
    const cv::Size size(std::clamp(cvRound(picture.cols * scale), 1, cell.cols),
                        std::clamp(cvRound(picture.rows * scale), 1, cell.rows));
    const cv::Point corner((cell.cols - size.width) / 2, (cell.rows - size.height) / 2);
    const auto method = scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC;
    cv::resize(picture, cell(cv::Rect(corner, size)), size, 0, 0, method);
}

cv::Mat sheetOf(const std::vector<Row>& rows, const Layout& layout) {
    cv::Mat sheet(
        static_cast<int>(rows.size()) * layout.rowHeight(), layout.width(), CV_8UC3, kPaper);
    int top = 0;
    for (const Row& row : rows) {
        cv::putText(sheet,
                    row.title,
                    {kGap, top + kTitleBase},
                    cv::FONT_HERSHEY_SIMPLEX,
                    kTitleScale,
                    kInk,
                    1,
                    cv::LINE_AA);
        const int count = std::min(layout.columns, static_cast<int>(row.images.size()));
        for (int column = 0; column < count; ++column) {
            const cv::Point corner(kGap + column * (layout.cell.width + kGap), top + kTitleHeight);
            drawPicture(sheet(cv::Rect(corner, layout.cell)),
                        row.images[static_cast<std::size_t>(column)]);
        }
        top += layout.rowHeight();
    }
    return sheet;
}

void write(const cv::Mat& sheet, const std::string& file) {
    bool isWritten = false;
    try {
        isWritten = cv::imwrite(file, sheet);
    } catch (const cv::Exception&) {  // An ending that names no format.
    }
    if (!isWritten) fail(ErrorCode::Io, "{}: cannot be written; name a new .png", file);
}

}  // namespace

int main(int argc, char** argv) {
    std::string out;
    std::string cell = "96x192";
    std::string rows;
    Layout layout;
    CLI::App app("Shows pictures in rows with a title above each.", "contact_sheet");
    app.add_option("ROWS", rows, "JSON: [{\"title\": TEXT, \"images\": [FILE, ...]}, ...]")
        ->required();
    app.add_option("--out", out, "PNG file")->required();
    app.add_option("--columns", layout.columns, "Pictures a row, at most")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    app.add_option("--cell", cell, "Width x height of a picture, in pixels")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        layout.cell = cellOf(cell);
        write(sheetOf(readRows(rows), layout), out);
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
    return 0;
}
