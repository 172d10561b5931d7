#include "ui/search/filter_panel.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QGridLayout>
#include <QVBoxLayout>

#include "ui/common/widgets.h"
#include "ui/search/time_bars.h"

namespace descry {
namespace {

constexpr int kMaxRows = 5;
constexpr int kMaxCameraRows = 10;

QDateTimeEdit* timeEdit(const QString& name, const QString& objectName, QWidget* parent) {
    auto* edit = new QDateTimeEdit(parent);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    edit->setTimeSpec(Qt::UTC);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    edit->setToolTip(QObject::tr("UTC"));
    edit->setKeyboardTracking(false);
    edit->setButtonSymbols(QAbstractSpinBox::NoButtons);
    return edit;
}

}  // namespace

FilterPanel::FilterPanel(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("filters"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceL);
    const auto several = [](int rows, const char* name) {
        return new FacetList(FacetList::Choice::Several, rows, QLatin1String(name));
    };
    m_cameras = addSection(column, tr("Camera"), several(kMaxCameraRows, "cameras"));
    addTimes(column);
    m_tags = addSection(column, tr("Tags"), several(kMaxRows, "tags"));
    m_folders =
        addSection(column,
                   tr("Folders"),
                   new FacetList(FacetList::Choice::One, kMaxRows, QStringLiteral("folderFilter")));
    m_persons = addSection(column, tr("Person"), several(kMaxRows, "persons"));
    m_bookmarked = new QCheckBox(tr("Bookmarked only"), this);
    m_bookmarked->setObjectName(QStringLiteral("bookmarkedOnly"));
    m_bookmarked->setAccessibleName(m_bookmarked->text());
    connect(m_bookmarked, &QCheckBox::toggled, this, &FilterPanel::readFilter);
    column->addWidget(m_bookmarked);
    setFacets(std::make_shared<const GalleryFacets>());
}

void FilterPanel::fold() {
    for (const Section* section : {&m_cameras, &m_tags, &m_folders, &m_persons}) {
        section->list->fold();
    }
}

FilterPanel::Section FilterPanel::addSection(QVBoxLayout* column,
                                             const QString& title,
                                             FacetList* list) {
    Section section;
    section.box = new QWidget(this);
    auto* box = new QVBoxLayout(section.box);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(kSpaceXs);
    box->addWidget(lookLabel(title, "heading", section.box));
    section.list = list;
    section.list->setTitle(title);
    connect(section.list, &FacetList::checkedChanged, this, &FilterPanel::readFilter);
    box->addWidget(section.list);
    column->addWidget(section.box);
    return section;
}

void FilterPanel::addTimes(QVBoxLayout* column) {
    m_times = new QWidget(this);
    auto* grid = new QGridLayout(m_times);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(kSpaceXs);
    grid->setVerticalSpacing(kSpaceS);
    grid->addWidget(lookLabel(tr("Time (UTC)"), "heading", m_times), 0, 0, 1, 2);
    m_bars = new TimeBars(m_theme, m_times);
    grid->addWidget(m_bars, 1, 0, 1, 2);
    m_from = timeEdit(tr("From, UTC"), QStringLiteral("fromTime"), m_times);
    m_to = timeEdit(tr("Until, UTC"), QStringLiteral("toTime"), m_times);
    grid->addWidget(lookLabel(tr("From"), "secondary", m_times), 2, 0);
    grid->addWidget(m_from, 2, 1);
    grid->addWidget(lookLabel(tr("Until"), "secondary", m_times), 3, 0);
    grid->addWidget(m_to, 3, 1);
    grid->setColumnStretch(1, 1);
    connect(m_from, &QDateTimeEdit::dateTimeChanged, this, &FilterPanel::readFilter);
    connect(m_to, &QDateTimeEdit::dateTimeChanged, this, &FilterPanel::readFilter);
    connect(m_bars, &TimeBars::rangeChosen, this, [this](qint64 fromMs, qint64 toMs) {
        Filter filter = m_filter;
        filter.fromMs = fromMs;
        filter.toMs = toMs;
        if (filter == m_filter) return;
        setFilter(filter);
        Q_EMIT filterChanged();
    });
    column->addWidget(m_times);
}

void FilterPanel::setFacets(const std::shared_ptr<const GalleryFacets>& facets) {
    m_isShowing = true;
    m_cameras.list->setFacets({facets, &facets->cameras});
    m_tags.list->setFacets({facets, &facets->tags});
    m_folders.list->setFacets({facets, &facets->folders});
    m_persons.list->setFacets({facets, &facets->persons});
    for (const Section& section : {m_cameras, m_tags, m_folders, m_persons}) {
        section.box->setVisible(section.list->count() > 0);
    }
    m_spread = facets->times;
    m_times->setVisible(m_spread.has_value());
    m_bars->setSpread(m_spread);
    m_isShowing = false;
    showFilter();
}

void FilterPanel::setFilter(const Filter& filter) {
    m_filter = filter;
    showFilter();
}

void FilterPanel::showFilter() {
    m_isShowing = true;
    m_cameras.list->setChecked(m_filter.cameras.value_or(std::vector<std::string>{}));
    m_persons.list->setChecked(m_filter.persons.value_or(std::vector<std::string>{}));
    m_tags.list->setChecked(m_filter.tags);
    m_folders.list->setChecked(m_filter.folders);
    m_bookmarked->setChecked(m_filter.bookmarkedOnly);
    if (m_spread) {
        const auto shown = [](std::int64_t timeMs) {
            return QDateTime::fromMSecsSinceEpoch(timeMs, Qt::UTC);
        };
        m_from->setDateTime(shown(m_filter.fromMs.value_or(m_spread->fromMs)));
        // The edits show whole minutes: the last picture's minute counts whole.
        constexpr std::int64_t kMinuteMs = 60'000;
        m_to->setDateTime(
            shown(m_filter.toMs.value_or((m_spread->toMs / kMinuteMs + 1) * kMinuteMs)));
    }
    m_bars->setRange(m_filter.fromMs, m_filter.toMs);
    m_isShowing = false;
}

void FilterPanel::readFilter() {
    if (m_isShowing) return;
    Filter filter = m_filter;
    const auto listOrNone = [](std::vector<std::string> values) {
        return values.empty() ? std::nullopt : std::optional(std::move(values));
    };
    filter.cameras = listOrNone(m_cameras.list->checked());
    filter.persons = listOrNone(m_persons.list->checked());
    filter.tags = m_tags.list->checked();
    filter.folders = m_folders.list->checked();
    filter.bookmarkedOnly = m_bookmarked->isChecked();
    if (sender() == m_from) filter.fromMs = m_from->dateTime().toMSecsSinceEpoch();
    if (sender() == m_to) filter.toMs = m_to->dateTime().toMSecsSinceEpoch();
    if (filter == m_filter) return;
    m_filter = filter;
    m_bars->setRange(m_filter.fromMs, m_filter.toMs);
    Q_EMIT filterChanged();
}

}  // namespace descry
