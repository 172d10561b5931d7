#include "ui/search/facet_list.h"

#include <QEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kValueRole = Qt::UserRole + 1;
constexpr int kCountRole = Qt::UserRole + 2;
constexpr int kRowHeight = 26;
constexpr int kUnfoldedRows = 12;
/// Fewer are seen at a glance.
constexpr std::size_t kTypingFrom = 20;

/// A box to check, the value, and its count at the right.
class FacetDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const QString count = groupedNumber(index.data(kCountRole).toLongLong());
        const bool isChecked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state.testFlag(QStyle::State_HasFocus)) paintRing(*painter, option);
        paintBox(*painter, option, isChecked);
        painter->setFont(option.font);
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(
            option.rect.adjusted(0, 0, -kSpaceXs, 0), Qt::AlignRight | Qt::AlignVCenter, count);
        const int right = option.fontMetrics.horizontalAdvance(count) + kSpaceM;
        const QRect text = option.rect.adjusted(kSpaceXs + kBoxSide + kSpaceS, 0, -right, 0);
        painter->setPen(option.palette.color(QPalette::Text));
        painter->drawText(
            text,
            Qt::AlignLeft | Qt::AlignVCenter,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, text.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {0, kRowHeight};
    }

  protected:
    bool editorEvent(QEvent* event,
                     QAbstractItemModel* model,
                     const QStyleOptionViewItem& option,
                     const QModelIndex& index) override {
        const bool isClick = event->type() == QEvent::MouseButtonRelease;
        if (!isClick) return QStyledItemDelegate::editorEvent(event, model, option, index);
        const bool isChecked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        return model->setData(index, isChecked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }

  private:
    static constexpr int kBoxSide = 14;

    static void paintRing(QPainter& painter, const QStyleOptionViewItem& option) {
        constexpr double kRadius = 6;
        painter.setPen(QPen(option.palette.color(QPalette::Highlight), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(
            QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    }

    static void paintBox(QPainter& painter, const QStyleOptionViewItem& option, bool isChecked) {
        const QRectF box(option.rect.left() + kSpaceXs + 0.5,
                         option.rect.center().y() - kBoxSide / 2.0 + 0.5,
                         kBoxSide,
                         kBoxSide);
        constexpr double kRadius = 3;
        const QColor accent = option.palette.color(QPalette::Highlight);
        const QColor line = option.palette.color(QPalette::PlaceholderText);
        painter.setPen(QPen(isChecked ? accent : line, 1));
        painter.setBrush(isChecked ? QBrush(accent) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(box, kRadius, kRadius);
        if (!isChecked) return;
        painter.setPen(QPen(option.palette.color(QPalette::HighlightedText), 1.6));
        const QPointF corner = box.topLeft();
        painter.drawPolyline(QPolygonF(
            {corner + QPointF(3.2, 7.2), corner + QPointF(6, 10), corner + QPointF(10.8, 4.4)}));
    }
};

}  // namespace

FacetList::FacetList(Choice choice, int foldedRows, const QString& name, QWidget* parent)
    : QWidget(parent),
      m_choice(choice),
      m_foldedRows(foldedRows),
      m_typed(new QLineEdit(this)),
      m_list(new QListWidget(this)),
      m_more(new QToolButton(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceXs);
    m_typed->setObjectName(name + QStringLiteral("Typed"));
    addClearButton(*m_typed);
    column->addWidget(m_typed);
    m_list->setObjectName(name);
    m_list->setItemDelegate(new FacetDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setUniformItemSizes(true);
    column->addWidget(m_list);
    m_more->setObjectName(name + QStringLiteral("More"));
    m_more->setFocusPolicy(Qt::TabFocus);
    column->addWidget(m_more);
    connect(m_typed, &QLineEdit::textChanged, this, &FacetList::fill);
    connect(m_more, &QToolButton::clicked, this, [this] {
        m_isUnfolded = !m_isUnfolded;
        fill();
    });
    connect(m_list, &QListWidget::itemChanged, this, [this](const QListWidgetItem* changed) {
        if (!m_isFilling) take(*changed);
    });
}

void FacetList::setTitle(const QString& title) {
    m_list->setAccessibleName(title);
    m_typed->setAccessibleName(tr("Find in %1").arg(title));
    m_typed->setPlaceholderText(tr("Find"));
}

void FacetList::setFacets(Facets facets) {
    m_facets = std::move(facets);
    m_typed->setVisible(count() >= kTypingFrom);
    if (count() < kTypingFrom) m_typed->clear();
    fill();
}

/// What is checked already stays where it is, and so does the keyboard's place in the list.
void FacetList::setChecked(const std::vector<std::string>& values) {
    if (values == m_checked) return;
    m_checked = values;
    fill();
}

void FacetList::fold() {
    m_isUnfolded = false;
    m_typed->clear();
    fill();
}

bool FacetList::isChecked(const FacetCount& facet) const {
    return std::ranges::find(m_checked, facet.value) != m_checked.end();
}

/// Those that are checked first, where not all are shown.
std::vector<const FacetCount*> FacetList::matching() const {
    const QString typed = m_typed->text().simplified();
    std::vector<const FacetCount*> found;
    for (const FacetCount& facet : *m_facets) {
        const bool isMatch = typed.isEmpty() || facet.shown.contains(typed, Qt::CaseInsensitive);
        if (isMatch || isChecked(facet)) found.push_back(&facet);
    }
    const bool isCut = !m_isUnfolded || found.size() > static_cast<std::size_t>(kMaxEntries);
    if (isCut && !m_checked.empty())
        std::ranges::stable_partition(found,
                                      [&](const FacetCount* facet) { return isChecked(*facet); });
    return found;
}

void FacetList::fill() {
    const std::vector<const FacetCount*> found = matching();
    const bool isTyped = !m_typed->text().simplified().isEmpty();
    const int maxRows = m_isUnfolded || isTyped ? kUnfoldedRows : m_foldedRows;
    const int maxEntries = m_isUnfolded || isTyped ? kMaxEntries : m_foldedRows;
    const auto numEntries = std::min(found.size(), static_cast<std::size_t>(maxEntries));
    m_isFilling = true;
    m_list->clear();
    for (std::size_t i = 0; i < numEntries; ++i) addEntry(*found[i]);
    m_isFilling = false;
    m_list->setFixedHeight(std::clamp(m_list->count(), 1, maxRows) * kRowHeight + 2);
    showFold(found.size());
}

void FacetList::addEntry(const FacetCount& facet) {
    auto* entry = new QListWidgetItem(facet.shown, m_list);
    entry->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    entry->setCheckState(isChecked(facet) ? Qt::Checked : Qt::Unchecked);
    entry->setData(kValueRole, QByteArray::fromStdString(facet.value));
    entry->setData(kCountRole, QVariant::fromValue<qlonglong>(facet.numItems));
    entry->setData(Qt::AccessibleTextRole,
                   tr("%1, %2 pictures").arg(facet.shown).arg(facet.numItems));
}

/// What can be done to see the others, or how many there are.
void FacetList::showFold(std::size_t numMatching) {
    const bool isTyped = !m_typed->text().simplified().isEmpty();
    const auto shown = static_cast<std::size_t>(m_list->count());
    m_more->setEnabled(!isTyped);
    if (isTyped && shown < numMatching) {
        m_more->setText(tr("and %1 more: type on").arg(numMatching - shown));
    } else if (m_isUnfolded) {
        m_more->setText(shown < numMatching
                            ? tr("%1 of %2 shown · fewer").arg(shown).arg(numMatching)
                            : tr("Show fewer"));
    } else {
        m_more->setText(tr("Show all %1").arg(count()));
    }
    m_more->setAccessibleName(m_list->accessibleName() + QStringLiteral(": ") + m_more->text());
    const bool canFold = count() > static_cast<std::size_t>(m_foldedRows);
    m_more->setVisible(isTyped ? shown < numMatching : canFold);
}

void FacetList::take(const QListWidgetItem& changed) {
    const std::string value = changed.data(kValueRole).toByteArray().toStdString();
    std::erase(m_checked, value);
    if (m_choice == Choice::One) m_checked.clear();
    if (changed.checkState() == Qt::Checked) m_checked.push_back(value);
    if (m_choice == Choice::One) {
        m_isFilling = true;
        for (int row = 0; row < m_list->count(); ++row) {
            QListWidgetItem* other = m_list->item(row);
            if (other != &changed) other->setCheckState(Qt::Unchecked);
        }
        m_isFilling = false;
    }
    Q_EMIT checkedChanged();
}

}  // namespace descry
