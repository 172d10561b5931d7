#include "ui/search/searches_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr std::int64_t kMaxHistory = 200;
constexpr std::int64_t kAllQueries = std::numeric_limits<std::int64_t>::max();
constexpr int kRowHeight = 26;
constexpr int kMaxSavedRows = 5;
constexpr int kMaxHistoryRows = 8;
constexpr int kTextRole = Qt::UserRole + 1;
constexpr int kFilterRole = Qt::UserRole + 2;
const QString kHistoryKey = QStringLiteral("history");

QListWidget* makeList(const QString& name, const QString& objectName, QWidget* parent) {
    auto* list = new QListWidget(parent);
    list->setObjectName(objectName);
    list->setAccessibleName(name);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setTextElideMode(Qt::ElideRight);
    list->setUniformItemSizes(true);
    list->setStyleSheet(QStringLiteral("QListView::item { padding: 4px 0; }"));
    return list;
}

QToolButton* wordButton(const QString& word, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setText(word);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void addEntry(QListWidget* list, const QString& shown, const QueryRecord& record) {
    auto* entry = new QListWidgetItem(shown, list);
    entry->setToolTip(toQString(record.text));
    entry->setSizeHint({0, kRowHeight});
    entry->setData(kTextRole, toQString(record.text));
    entry->setData(kFilterRole, toQString(record.filterJson));
}

/// The list filled anew, what was chosen still so: a click runs a search, which reads the list.
template <typename Fill>
void refill(QListWidget* list, Fill fill) {
    const QListWidgetItem* current = list->currentItem();
    const QString text = current ? current->text() : QString();
    const QVariant filter = current ? current->data(kFilterRole) : QVariant();
    const bool hadCurrent = current != nullptr;
    const QSignalBlocker quiet(list);
    list->clear();
    fill();
    for (int row = 0; hadCurrent && row < list->count(); ++row) {
        const QListWidgetItem* entry = list->item(row);
        const bool isSame = entry->text() == text && entry->data(kFilterRole) == filter;
        if (isSame) list->setCurrentRow(row);
    }
}

/// A filter of a newer version of the program restricts nothing here.
std::optional<SearchQuery> queryOf(const QListWidgetItem& entry) {
    SearchQuery query;
    query.text = entry.data(kTextRole).toString();
    const std::string json = toUtf8(entry.data(kFilterRole).toString());
    if (json.empty()) return query;
    try {
        query.filter = parseFilter(nlohmann::json::parse(json));
    } catch (const std::exception&) {
        return std::nullopt;
    }
    return query;
}

}  // namespace

struct SearchesPanel::Contents {
    std::vector<std::pair<std::string, QueryRecord>> saved;
    std::vector<QueryRecord> history;
};

SearchesPanel::SearchesPanel(ApplicationContext& context,
                             SearchController& controller,
                             Removals& removals,
                             QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_controller(controller),
      m_removals(removals),
      m_saved(makeList(tr("Saved searches"), QStringLiteral("savedSearches"), this)),
      m_history(makeList(tr("History"), QStringLiteral("history"), this)),
      m_name(new QLineEdit(this)),
      m_save(wordButton(tr("Save"), tr("Save this search"), this)),
      m_remove(wordButton(tr("Remove"), tr("Remove the saved search"), this)),
      m_forget(wordButton(tr("Remove"), tr("Remove the entry from the history"), this)),
      m_clear(wordButton(tr("Clear"), tr("Clear the history"), this)),
      m_keeps(wordButton({}, tr("Keep a history"), this)),
      m_noSaved(lookLabel(tr("None yet"), "secondary", this)),
      m_noHistory(lookLabel({}, "secondary", this)) {
    setObjectName(QStringLiteral("searches"));
    layOut();
    const auto choose = [this](const QListWidgetItem* entry) {
        if (const auto query = queryOf(*entry)) {
            Q_EMIT chosen(*query);
            return;
        }
        Message message;
        message.severity = Message::Severity::Warning;
        message.key = kHistoryKey;
        message.cause = tr("This search was saved by a newer version and cannot be run here.");
        m_context.messages.raise(message);
    };
    for (QListWidget* list : {m_saved, m_history}) {
        connect(list, &QListWidget::itemClicked, this, choose);
        connect(list, &QListWidget::itemActivated, this, choose);
        connect(list, &QListWidget::currentRowChanged, this, &SearchesPanel::showButtons);
        list->installEventFilter(this);
    }
    connect(m_save, &QToolButton::clicked, this, &SearchesPanel::askName);
    connect(m_name, &QLineEdit::returnPressed, this, &SearchesPanel::save);
    connect(m_remove, &QToolButton::clicked, this, &SearchesPanel::removeSaved);
    connect(m_forget, &QToolButton::clicked, this, &SearchesPanel::removeEntry);
    connect(m_clear, &QToolButton::clicked, this, &SearchesPanel::clearHistory);
    connect(m_keeps, &QToolButton::clicked, this, [this] {
        Choices choices = m_context.settings.choices();
        choices.keepsHistory = !m_controller.keepsHistory();
        m_context.settings.setChoices(choices);
    });
    connect(&m_context.settings, &Settings::choicesChanged, this, &SearchesPanel::followChoices);
    connect(&removals, &Removals::undone, this, &SearchesPanel::readAgain);
    connect(&controller, &SearchController::sourceChanged, this, &SearchesPanel::readAgain);
    connect(&controller, &SearchController::historyChanged, this, &SearchesPanel::readAgain);
    followChoices();
    readAgain();
}

void SearchesPanel::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceXs);
    auto* savedRow = new QHBoxLayout;
    savedRow->addWidget(lookLabel(tr("Saved searches"), "heading", this), 1);
    savedRow->addWidget(m_remove);
    savedRow->addWidget(m_save);
    column->addLayout(savedRow);
    column->addWidget(m_name);
    column->addWidget(m_noSaved);
    column->addWidget(m_saved);
    column->addSpacing(kSpaceM);
    auto* historyRow = new QHBoxLayout;
    historyRow->addWidget(lookLabel(tr("History"), "heading", this), 1);
    historyRow->addWidget(m_forget);
    historyRow->addWidget(m_clear);
    historyRow->addWidget(m_keeps);
    column->addLayout(historyRow);
    column->addWidget(m_noHistory);
    column->addWidget(m_history);
    column->addStretch();
    m_name->setObjectName(QStringLiteral("savedName"));
    m_name->setAccessibleName(tr("Name of the search to save"));
    m_name->setPlaceholderText(tr("Name, then Enter"));
    m_name->hide();
    m_save->setObjectName(QStringLiteral("saveSearch"));
    m_remove->setObjectName(QStringLiteral("removeSaved"));
    m_remove->hide();
    m_forget->setObjectName(QStringLiteral("removeEntry"));
    m_clear->setObjectName(QStringLiteral("clearHistory"));
    m_keeps->setObjectName(QStringLiteral("keepHistory"));
}

void SearchesPanel::askName() {
    if (m_controller.source() == nullptr || !m_controller.source()->canWrite()) return;
    if (m_controller.query().isByPicture()) {
        Message message;
        message.severity = Message::Severity::Warning;
        message.key = kHistoryKey;
        message.cause = tr("A search by a picture cannot be saved.");
        message.kept = tr("Its list can be exported; the export can be run again.");
        m_context.messages.raise(message);
        return;
    }
    m_name->setText(m_controller.query().text.simplified());
    m_name->show();
    m_name->selectAll();
    m_name->setFocus();
}

void SearchesPanel::save() {
    const QString name = m_name->text().trimmed();
    m_name->hide();
    if (name.isEmpty()) return;
    change([name = toUtf8(name),
            text = toUtf8(m_controller.query().text),
            filter = toJson(m_controller.query().filter).dump()](HistoryStore& history) {
        history.saveSearch(name, text, filter);
    });
}

void SearchesPanel::removeSaved() {
    if (m_saved->currentItem() == nullptr) return;
    const QListWidgetItem& entry = *m_saved->currentItem();
    const UndoableRemoval removal{
        tr("the saved search %1").arg(entry.text()),
        [name = toUtf8(entry.text()),
         text = toUtf8(entry.data(kTextRole).toString()),
         filter = toUtf8(entry.data(kFilterRole).toString())](SearchSource& source) {
            source.use([&](Gallery& gallery) { gallery.history().saveSearch(name, text, filter); });
        }};
    change(
        [name = toUtf8(entry.text())](HistoryStore& history) { history.removeSavedSearch(name); },
        [this, removal](const SearchSource& source) { m_removals.add(source, removal); });
}

/// `take` removes from the history and gives what it has removed, older entries than are shown too.
void SearchesPanel::removeQueries(const QString& what, Take take) {
    const auto taken = std::make_shared<std::vector<QueryRecord>>();
    const UndoableRemoval removal{
        what, [taken](SearchSource& source) {
            source.use([&](Gallery& gallery) { gallery.history().restoreQueries(*taken); });
        }};
    change([taken, take = std::move(take)](HistoryStore& history) { *taken = take(history); },
           [this, removal](const SearchSource& source) { m_removals.add(source, removal); });
}

void SearchesPanel::removeEntry() {
    const QListWidgetItem* entry = m_history->currentItem();
    if (entry == nullptr) return;
    const std::string text = toUtf8(entry->data(kTextRole).toString());
    const std::string filter = toUtf8(entry->data(kFilterRole).toString());
    removeQueries(tr("the entry %1 of the history").arg(entry->text()), [=](HistoryStore& history) {
        std::vector<QueryRecord> all = history.queries(kAllQueries);
        std::erase_if(all, [&](const QueryRecord& record) {
            return record.text != text || record.filterJson != filter;
        });
        history.removeQuery(text, filter);
        return all;
    });
}

void SearchesPanel::clearHistory() {
    removeQueries(tr("the history"), [](HistoryStore& history) {
        std::vector<QueryRecord> all = history.queries(kAllQueries);
        history.clearQueries();
        return all;
    });
}

void SearchesPanel::followChoices() {
    m_controller.setKeepsHistory(m_context.settings.choices().keepsHistory);
    showButtons();
}

QList<FixedKey> SearchesPanel::fixedKeys() {
    return {
        {{QKeySequence(Qt::Key_Delete)}, tr("In saved searches and history: remove the entry")}};
}

bool SearchesPanel::eventFilter(QObject* watched, QEvent* event) {
    const bool isDelete = event->type() == QEvent::KeyPress &&
                          static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete;
    if (!isDelete) return QWidget::eventFilter(watched, event);
    QToolButton* button = watched == m_saved ? m_remove : m_forget;
    if (button->isVisible()) button->click();
    return true;
}

void SearchesPanel::change(Work work, Done done) {
    const auto source = m_controller.source();
    if (source == nullptr) return;
    m_context.background.run(
        *this,
        [source, work = std::move(work)](std::stop_token) {
            source->use([&](Gallery& gallery) { work(gallery.history()); });
        },
        [this, source, done = std::move(done)] {
            if (done) done(*source);
            readAgain();
        },
        [this](const Error& error) {
            Message message =
                problemOf(kHistoryKey, tr("The list of searches could not be changed."), error);
            message.kept = tr("It is as it was.");
            m_context.messages.raise(message);
        });
}

SearchesPanel::Contents SearchesPanel::readContents(SearchSource& source) {
    return source.use([](Gallery& gallery) {
        return Contents{gallery.history().savedSearches(), gallery.history().queries(kMaxHistory)};
    });
}

void SearchesPanel::readAgain() {
    m_reading.request_stop();
    const auto source = m_controller.source();
    if (source == nullptr) {
        show({});
        return;
    }
    m_reading = m_context.background.run(
        *this,
        [source](std::stop_token) { return readContents(*source); },
        [this](const Contents& contents) { show(contents); },
        [this](const Error& error) {
            show({});
            Message message =
                problemOf(kHistoryKey, tr("Saved searches and history could not be read."), error);
            message.kept = tr("Searching goes on without them; the gallery keeps them.");
            m_context.messages.raise(message);
        });
}

void SearchesPanel::show(const Contents& contents) {
    refill(m_saved, [&] {
        for (const auto& [name, record] : contents.saved) {
            addEntry(m_saved, toQString(name), record);
        }
    });
    m_saved->setFixedHeight(std::clamp(m_saved->count(), 1, kMaxSavedRows) * kRowHeight + 2);
    m_historyTexts.clear();
    refill(m_history, [&] {
        std::set<std::pair<std::string, std::string>> seen;
        for (const QueryRecord& record : contents.history) {
            if (!seen.emplace(record.text, record.filterJson).second) continue;
            const QString text = toQString(record.text);
            addEntry(m_history, text.simplified(), record);
            if (!m_historyTexts.contains(text)) m_historyTexts << text;
        }
    });
    m_history->setFixedHeight(std::clamp(m_history->count(), 1, kMaxHistoryRows) * kRowHeight + 2);
    m_saved->setVisible(m_saved->count() > 0);
    m_noSaved->setVisible(m_saved->count() == 0);
    m_history->setVisible(m_history->count() > 0);
    m_noHistory->setVisible(m_history->count() == 0);
    showButtons();
    Q_EMIT historyRead();
}

void SearchesPanel::showButtons() {
    const bool canWrite = m_controller.source() != nullptr && m_controller.source()->canWrite();
    const bool keeps = m_controller.keepsHistory();
    m_save->setEnabled(canWrite);
    m_remove->setVisible(canWrite && m_saved->currentRow() >= 0);
    m_forget->setVisible(canWrite && m_history->currentRow() >= 0);
    m_clear->setVisible(canWrite && m_history->count() > 0);
    m_keeps->setText(keeps ? tr("Turn off") : tr("Turn on"));
    const QString name =
        keeps ? tr("Keep no history from now on") : tr("Keep a history from now on");
    m_keeps->setAccessibleName(name);
    m_keeps->setToolTip(name);
    m_noHistory->setText(keeps ? tr("Nothing searched for yet") : tr("The history is off"));
}

}  // namespace descry
