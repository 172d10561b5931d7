#include "ui/search/searches_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr std::int64_t kMaxHistory = 50;
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
                             QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_controller(controller),
      m_saved(makeList(tr("Saved searches"), QStringLiteral("savedSearches"), this)),
      m_history(makeList(tr("History"), QStringLiteral("history"), this)),
      m_name(new QLineEdit(this)),
      m_save(wordButton(tr("Save"), tr("Save this search"), this)),
      m_remove(wordButton(tr("Remove"), tr("Remove the saved search"), this)),
      m_clear(wordButton(tr("Clear"), tr("Clear the history"), this)),
      m_noSaved(lookLabel(tr("None yet"), "secondary", this)),
      m_noHistory(lookLabel(tr("Nothing searched for yet"), "secondary", this)) {
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
    }
    connect(m_save, &QToolButton::clicked, this, &SearchesPanel::askName);
    connect(m_name, &QLineEdit::returnPressed, this, &SearchesPanel::save);
    connect(m_remove, &QToolButton::clicked, this, &SearchesPanel::removeSaved);
    connect(m_saved, &QListWidget::currentRowChanged, this, [this](int row) {
        m_remove->setVisible(row >= 0 && m_save->isEnabled());
    });
    connect(m_clear, &QToolButton::clicked, this, [this] {
        change([](HistoryStore& history) { history.clearQueries(); });
    });
    connect(&controller, &SearchController::sourceChanged, this, &SearchesPanel::readAgain);
    connect(&controller, &SearchController::historyChanged, this, &SearchesPanel::readAgain);
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
    historyRow->addWidget(m_clear);
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
    m_clear->setObjectName(QStringLiteral("clearHistory"));
}

void SearchesPanel::askName() {
    if (m_controller.source() == nullptr || !m_controller.source()->canWrite()) return;
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
    const std::string name = toUtf8(m_saved->currentItem()->text());
    change([name](HistoryStore& history) { history.removeSavedSearch(name); });
}

void SearchesPanel::change(std::function<void(HistoryStore&)> work) {
    const auto source = m_controller.source();
    if (source == nullptr) return;
    m_context.background.run(
        *this,
        [source, work = std::move(work)](std::stop_token) {
            source->use([&](Gallery& gallery) { work(gallery.history()); });
        },
        [this] { readAgain(); },
        [this](const Error& error) {
            Message message =
                problemOf(kHistoryKey, tr("The list of searches could not be changed."), error);
            message.kept = tr("It is as it was.");
            m_context.messages.raise(message);
        });
}

SearchesPanel::Contents SearchesPanel::readContents(SearchSource& source) {
    return source.use([](Gallery& gallery) {
        Contents contents{gallery.history().savedSearches(), {}};
        std::set<std::pair<std::string, std::string>> seen;
        for (QueryRecord& record : gallery.history().queries(kMaxHistory)) {
            if (!seen.emplace(record.text, record.filterJson).second) continue;
            contents.history.push_back(std::move(record));
        }
        return contents;
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
        [this](const Contents& contents) { show(contents); });
}

void SearchesPanel::show(const Contents& contents) {
    m_saved->clear();
    for (const auto& [name, record] : contents.saved) addEntry(m_saved, toQString(name), record);
    m_saved->setFixedHeight(std::clamp(m_saved->count(), 1, kMaxSavedRows) * kRowHeight + 2);
    m_history->clear();
    m_historyTexts.clear();
    for (const QueryRecord& record : contents.history) {
        const QString text = toQString(record.text);
        addEntry(m_history, text.simplified(), record);
        if (!m_historyTexts.contains(text)) m_historyTexts << text;
    }
    m_history->setFixedHeight(std::clamp(m_history->count(), 1, kMaxHistoryRows) * kRowHeight + 2);
    const bool canWrite = m_controller.source() != nullptr && m_controller.source()->canWrite();
    m_saved->setVisible(m_saved->count() > 0);
    m_noSaved->setVisible(m_saved->count() == 0);
    m_history->setVisible(m_history->count() > 0);
    m_noHistory->setVisible(m_history->count() == 0);
    m_save->setEnabled(canWrite);
    m_remove->setVisible(canWrite && m_saved->currentRow() >= 0);
    m_clear->setVisible(canWrite && m_history->count() > 0);
    Q_EMIT historyRead();
}

}  // namespace descry
