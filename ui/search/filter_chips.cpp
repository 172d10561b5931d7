#include "ui/search/filter_chips.h"

#include <QDateTime>
#include <QToolButton>
#include <algorithm>

#include "core/base/unicode.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

constexpr std::size_t kMaxNamed = 3;
constexpr int kIconPixels = 12;

// With a name of its own: lupdate loses the namespace behind a pointer to function in a parameter.
using Shown = QString (*)(const std::string&);

QString shownList(const std::vector<std::string>& values, Shown shown) {
    QStringList names;
    for (const std::string& value : values) {
        if (static_cast<std::size_t>(names.size()) == kMaxNamed) break;
        names << shown(value);
    }
    const auto numMore = static_cast<int>(values.size() - static_cast<std::size_t>(names.size()));
    if (numMore > 0) names << FilterChips::tr("%1 more").arg(numMore);
    return names.join(QStringLiteral(", "));
}

QString plainName(const std::string& value) {
    return toQString(displayable(value));
}

QString shownRange(const Filter& filter) {
    const auto shown = [](std::int64_t timeMs) {
        return QDateTime::fromMSecsSinceEpoch(timeMs, Qt::UTC)
            .toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    };
    if (!filter.toMs) return FilterChips::tr("from %1").arg(shown(*filter.fromMs));
    if (!filter.fromMs) return FilterChips::tr("until %1").arg(shown(*filter.toMs));
    return FilterChips::tr("%1 to %2").arg(shown(*filter.fromMs), shown(*filter.toMs));
}

}  // namespace

FilterChips::FilterChips(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_row(new QHBoxLayout(this)) {
    setObjectName(QStringLiteral("filterChips"));
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(kSpaceS);
    hide();
}

void FilterChips::setQuery(const SearchQuery& query) {
    while (QLayoutItem* entry = m_row->takeAt(0)) {
        if (entry->widget() != nullptr) {
            entry->widget()->hide();
            entry->widget()->deleteLater();
        }
        delete entry;
    }
    const Filter& filter = query.filter;
    const auto without = [&](auto&& remove) {
        SearchQuery rest = query;
        remove(rest.filter);
        return rest;
    };
    if (query.likeItem) {
        SearchQuery rest = query;
        rest.likeItem.reset();
        addChip(tr("like the selected picture"), rest);
    }
    if (query.likeImage) {
        SearchQuery rest = query;
        rest.likeImage.reset();
        addChip(tr("like “%1”").arg(shownPath(query.likeImage->filename())), rest);
    }
    if (filter.cameras) {
        addChip(shownList(*filter.cameras, shownCamera),
                without([](Filter& rest) { rest.cameras.reset(); }));
    }
    if (filter.fromMs || filter.toMs) {
        addChip(shownRange(filter), without([](Filter& rest) {
                    rest.fromMs.reset();
                    rest.toMs.reset();
                }));
    }
    if (!filter.tags.empty()) {
        addChip(shownList(filter.tags, plainName),
                without([](Filter& rest) { rest.tags.clear(); }));
    }
    if (!filter.folders.empty()) {
        addChip(shownList(filter.folders, plainName),
                without([](Filter& rest) { rest.folders.clear(); }));
    }
    if (filter.persons) {
        addChip(tr("person %1").arg(shownList(*filter.persons, plainName)),
                without([](Filter& rest) { rest.persons.reset(); }));
    }
    if (filter.bookmarkedOnly) {
        addChip(tr("bookmarked"), without([](Filter& rest) { rest.bookmarkedOnly = false; }));
    }
    setVisible(m_row->count() > 0);
    m_row->addStretch(1);
}

void FilterChips::addChip(const QString& text, const SearchQuery& without) {
    auto* chip = new QToolButton(this);
    setLook(chip, "chip");
    chip->setText(text);
    chip->setIcon(m_theme.icon(QStringLiteral("close")));
    chip->setIconSize({kIconPixels, kIconPixels});
    chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    chip->setLayoutDirection(Qt::RightToLeft);
    chip->setFocusPolicy(Qt::TabFocus);
    chip->setAccessibleName(tr("Remove the filter %1").arg(text));
    chip->setToolTip(tr("Remove this filter"));
    connect(chip, &QToolButton::clicked, this, [this, without] { Q_EMIT changed(without); });
    m_row->addWidget(chip);
}

}  // namespace descry
