#pragma once
/// A fake model whose answers about words a test sets: which count, which are doubted, which have
/// no heat, and when an explanation is let go on. And the workspace with it. Thread rule: set up
/// before the model is asked; counters and the hold from any thread.

#include <algorithm>
#include <atomic>
#include <ranges>
#include <semaphore>
#include <set>

#include "tests/ui/search/search_fixture.h"

namespace descry::test {

/// Layers and patches as the tiny bundle has them.
inline RasaConfig scriptedConfig() {
    RasaConfig config = fakeConfig();
    config.imageRes = 64;
    config.bert.numHiddenLayers = 6;
    config.bert.fusionLayer = 3;
    return config;
}

class ScriptedModel final : public FakeRasaModel {
  public:
    ScriptedModel() : FakeRasaModel(scriptedConfig()) {}

    std::set<std::int64_t> worthless;  ///< Ids of tokens without support.
    std::set<std::int64_t> slight;     ///< With a tenth of the others'.
    std::set<std::int64_t> doubted;
    std::set<std::int64_t> cold;  ///< Without heat.
    std::function<void()> onExplain;
    /// Every explanation waits until it is asked to stop.
    std::atomic<bool> holdsExplanations{false};
    std::atomic<int> numExplained{0};
    std::atomic<int> numBegun{0};

    /// A logit for every token that counts, and a little for the picture.
    std::vector<float> matchLogits(const TextEncoding& text,
                                   std::span<const ImageTokens* const> images,
                                   std::stop_token stop) override {
        std::vector<float> logits = FakeRasaModel::matchLogits(text, images, std::move(stop));
        const auto& ids = dynamic_cast<const FakeText&>(text).ids();
        float support = 0;
        for (const auto id : ids | std::views::drop(1)) {
            if (!worthless.contains(id)) support += slight.contains(id) ? 0.1F : 1.0F;
        }
        std::ranges::fill(logits, support);
        return logits;
    }

    PairReadings readPairs(const TextEncoding& text,
                           std::span<const ImageTokens* const> images,
                           std::stop_token stop) override {
        PairReadings readings = FakeRasaModel::readPairs(text, images, std::move(stop));
        readings.replacedLogOdds.clear();
        for (const auto id : dynamic_cast<const FakeText&>(text).ids()) {
            readings.replacedLogOdds.push_back(doubted.contains(id) ? 2.0F : -2.0F);
        }
        return readings;
    }

    TokenMaps explain(const TextEncoding& text,
                      const ImageTokens& image,
                      const MapRequest& request,
                      std::stop_token stop) override {
        const bool isHeld = holdsExplanations;
        // Who sees that it has begun may let the next ones go.
        ++numBegun;
        if (onExplain) onExplain();
        if (isHeld) {
            std::binary_semaphore stopped{0};
            const std::stop_callback onStop(stop, [&] { stopped.release(); });
            stopped.acquire();
            fail(ErrorCode::Cancelled, "stopped");
        }
        TokenMaps maps = FakeRasaModel::explain(text, image, request, std::move(stop));
        const auto& ids = dynamic_cast<const FakeText&>(text).ids();
        const std::size_t size = maps.values.size() / ids.size();
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!cold.contains(ids[i])) continue;
            std::fill_n(maps.values.begin() + static_cast<std::ptrdiff_t>(i * size), size, 0.0F);
        }
        ++numExplained;
        return maps;
    }
};

struct ScriptedParts {
    std::shared_ptr<ScriptedModel> model = std::make_shared<ScriptedModel>();
    SearchParts parts{[this](const std::shared_ptr<const Bundle>&, const DeviceRequest&) {
        return std::shared_ptr<RasaModel>(model);
    }};

    /// The one token of a word of the vocabulary.
    std::int64_t idOf(const std::string& word) const {
        return parts.workbench.bundle()->bundle->tokenizer().encode(word).ids.at(1);
    }
    /// Candidates for the query, the first selected, the grid focused.
    void openSearched() {
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.view().setFocus();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus == nullptr ? &parts.window : focus, key, modifiers);
    }
    template <typename Widget>
    Widget* inside(const char* page, const char* name) const {
        return parts.find<QWidget>(page)->findChild<Widget*>(name);
    }
    ItemId selected() { return *parts.results().itemAt(parts.view().currentIndex()); }
};

/// How many pixels of a widget's picture are nearly of the colour.
inline int pixelsOf(QWidget& widget, const QColor& colour) {
    constexpr int kNear = 24;
    const QImage image = widget.grab().toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - colour.red()) < kNear &&
                     std::abs(pixel.green() - colour.green()) < kNear &&
                     std::abs(pixel.blue() - colour.blue()) < kNear;
        }
    }
    return count;
}

}  // namespace descry::test
