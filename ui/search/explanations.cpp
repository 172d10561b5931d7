#include "ui/search/explanations.h"

#include <algorithm>

#include "ui/common/text.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

QString problemTextOf(const Error& error) {
    if (error.code() == ErrorCode::OutOfMemory) {
        return Explanations::tr(
            "Memory ran out while the model read this picture. Close other programs, or wait for "
            "running jobs, and try again.");
    }
    return asSentence(errorText(error));
}

}  // namespace

bool Explanations::Key::operator==(const Key& other) const {
    return item == other.item && text == other.text && request.layer == other.request.layer &&
           request.variant == other.request.variant;
}

Explanations::Explanations(ApplicationContext& context,
                           SearchController& controller,
                           QObject* parent)
    : QObject(parent), m_context(context), m_controller(controller) {
    connect(&controller, &SearchController::sourceChanged, this, &Explanations::forgetAll);
    // A search goes first: it need not wait for what is only looked at.
    connect(&controller, &SearchController::started, this, &Explanations::pause);
    connect(&controller, &SearchController::finished, this, &Explanations::readNext);
    connect(&controller, &SearchController::failed, this, &Explanations::readNext);
    connect(&context.workbench, &Workbench::loadingChanged, this, &Explanations::changed);
}

void Explanations::want(const std::vector<ItemDetails>& items, const MapRequest& request) {
    m_wanted = items;
    m_request = request;
    const bool isWanted = std::any_of(items.begin(), items.end(), [this](const ItemDetails& item) {
        return m_reading == keyOf(item.item.id);
    });
    if (m_reading && !isWanted) pause();
    readNext();
}

Reading Explanations::reading(ItemId item) const {
    using State = Reading::State;
    const SearchQuery& query = m_controller.query();
    if (!m_controller.canSearch()) {
        return m_context.workbench.isLoadingBundle()
                   ? Reading{State::Waiting, tr("The model is being loaded…"), {}}
                   : Reading{State::Absent,
                             tr("No model is open. Heat maps need one: import a model file."),
                             {}};
    }
    if (query.isByPicture()) {
        return {State::Absent,
                tr("These were found by a picture, not by words: there are no words to explain."),
                {}};
    }
    if (query.isBrowsing()) {
        return {State::Absent, tr("Describe a person to see which words fit where."), {}};
    }
    if (const Entry* entry = find(keyOf(item))) {
        if (entry->explanation) return {State::Ready, {}, entry->explanation};
        return {State::Failed, entry->problem, {}};
    }
    const auto wanted = std::find_if(
        m_wanted.begin(), m_wanted.end(), [&](const auto& known) { return known.item.id == item; });
    if (wanted != m_wanted.end() && !wanted->isThere) {
        return {State::Absent,
                tr("The file is missing. A heat map needs the picture itself; its small copy is "
                   "not enough."),
                {}};
    }
    if (m_controller.isRunning()) {
        return {State::Waiting, tr("Heat maps follow when the search is done…"), {}};
    }
    return {State::Waiting, tr("The model is reading the picture…"), {}};
}

void Explanations::retry(ItemId item) {
    const Key key = keyOf(item);
    std::erase_if(m_kept, [&](const Entry& entry) {
        return entry.key == key && entry.explanation == nullptr;
    });
    Q_EMIT changed();
    readNext();
}

Explanations::Key Explanations::keyOf(ItemId item) const {
    return {item, m_controller.query().text, m_request};
}

const Explanations::Entry* Explanations::find(const Key& key) const {
    const auto found = std::find_if(
        m_kept.begin(), m_kept.end(), [&](const Entry& entry) { return entry.key == key; });
    return found == m_kept.end() ? nullptr : &*found;
}

void Explanations::keep(Entry entry) {
    m_reading.reset();
    m_kept.push_front(std::move(entry));
    if (m_kept.size() > kMaxKept) m_kept.pop_back();
    Q_EMIT changed();
    readNext();
}

void Explanations::forgetAll() {
    pause();
    m_kept.clear();
    m_wanted.clear();
    Q_EMIT changed();
}

void Explanations::pause() {
    m_stop.request_stop();
    m_reading.reset();
}

bool Explanations::isReadable(const ItemDetails& item) const {
    return item.isThere && find(keyOf(item.item.id)) == nullptr;
}

void Explanations::readNext() {
    const SearchQuery& query = m_controller.query();
    if (m_reading || !query.isDescribed() || !m_controller.canSearch() || m_controller.isRunning())
        return;
    const auto next = std::find_if(
        m_wanted.begin(), m_wanted.end(), [this](const auto& item) { return isReadable(item); });
    if (next != m_wanted.end()) read(*next);
}

void Explanations::read(const ItemDetails& item) {
    const Key key = keyOf(item.item.id);
    m_reading = key;
    const PairToExplain pair{toUtf8(key.text), item.file, key.request};
    m_stop = m_context.background.run(
        *this,
        [source = m_controller.source(), pair](std::stop_token stop) {
            const SearchSource::Parts& parts = source->parts();
            return explainPair(*parts.model, *parts.lane, pair, stop);
        },
        [this, key](PairExplanation explanation) {
            keep({key, std::make_shared<const PairExplanation>(std::move(explanation)), {}});
        },
        [this, key](const Error& error) {
            keep({key, nullptr, problemTextOf(error)});
        });
}

}  // namespace descry
