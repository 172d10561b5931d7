#include "ui/search/tag_bar.h"

#include <QCompleter>
#include <QToolButton>

#include "core/base/unicode.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr std::size_t kMaxChips = 12;
constexpr int kFieldWidth = 200;
constexpr int kIconPixels = 12;
const QString kTagKey = QStringLiteral("tags");

}  // namespace

TagBar::TagBar(ApplicationContext& context,
               SearchController& controller,
               Removals& removals,
               QWidget* parent)
    : QFrame(parent),
      m_context(context),
      m_controller(controller),
      m_removals(removals),
      m_title(lookLabel({}, "secondary", this)),
      m_chips(new QHBoxLayout),
      m_field(new QLineEdit(this)) {
    setObjectName(QStringLiteral("tagBar"));
    setAccessibleName(tr("Tags of the selected pictures"));
    setLook(this, "card");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceM, kSpaceS, kSpaceS, kSpaceS);
    row->setSpacing(kSpaceS);
    row->addWidget(m_title);
    m_chips->setSpacing(kSpaceXs);
    row->addLayout(m_chips);
    row->addStretch(1);
    m_field->setObjectName(QStringLiteral("newTag"));
    m_field->setAccessibleName(tr("New tag"));
    m_field->setPlaceholderText(tr("New tag, then Enter"));
    m_field->setMaxLength(kMaxTagLength);
    m_field->setFixedWidth(kFieldWidth);
    row->addWidget(m_field);
    auto* done =
        iconButton(context.theme.icon(QStringLiteral("close")), tr("Close the tags"), this);
    done->setObjectName(QStringLiteral("closeTags"));
    row->addWidget(done);
    connect(m_field, &QLineEdit::returnPressed, this, &TagBar::addTyped);
    connect(done, &QToolButton::clicked, this, &TagBar::close);
    hide();
}

void TagBar::setItems(const std::vector<ItemId>& items) {
    if (items == m_items) return;
    m_items = items;
    if (m_items.empty()) {
        hide();
        return;
    }
    const auto count = static_cast<int>(m_items.size());
    m_title->setText(count == 1 ? tr("Tags") : tr("Tags of %1 pictures").arg(count));
    if (isVisible()) readAgain();
}

void TagBar::setKnown(const QStringList& tags) {
    auto* completer = new QCompleter(tags, m_field);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    delete m_field->completer();
    m_field->setCompleter(completer);
}

void TagBar::open() {
    const auto& source = m_controller.source();
    if (m_items.empty() || source == nullptr) return;
    m_field->setVisible(source->canWrite());
    m_field->clear();
    QFrame::show();
    m_field->setFocus();
    readAgain();
}

void TagBar::close() {
    hide();
    Q_EMIT closed();
}

void TagBar::readAgain() {
    m_reading.request_stop();
    const auto source = m_controller.source();
    if (source == nullptr || m_items.empty() || isHidden()) return;
    m_reading = m_context.background.run(
        *this,
        [source, items = m_items](std::stop_token) { return source->tagsOf(items); },
        [this, source](const std::map<std::string, std::int64_t>& tags) {
            if (source == m_controller.source()) show(tags);
        },
        [this](const Error& error) { fail(tr("The tags could not be read."), error); });
}

void TagBar::show(const std::map<std::string, std::int64_t>& tags) {
    while (QLayoutItem* entry = m_chips->takeAt(0)) {
        if (entry->widget() != nullptr) {
            entry->widget()->hide();
            entry->widget()->deleteLater();
        }
        delete entry;
    }
    std::size_t numShown = 0;
    for (const auto& [tag, numItems] : tags) {
        if (++numShown > kMaxChips) break;
        addChip(tag, numItems);
    }
    if (tags.empty()) {
        m_chips->addWidget(lookLabel(tr("none yet"), "secondary", this));
    } else if (tags.size() > kMaxChips) {
        const auto numMore = static_cast<int>(tags.size() - kMaxChips);
        m_chips->addWidget(lookLabel(tr("%1 more").arg(numMore), "secondary", this));
    }
}

void TagBar::addChip(const std::string& tag, std::int64_t numItems) {
    const QString name = toQString(displayable(tag));
    const bool isPartial = numItems < static_cast<std::int64_t>(m_items.size());
    auto* chip = new QToolButton(this);
    setLook(chip, "chip");
    chip->setText(isPartial ? tr("%1 (%2)").arg(name).arg(numItems) : name);
    chip->setIcon(m_context.theme.icon(QStringLiteral("close")));
    chip->setIconSize({kIconPixels, kIconPixels});
    chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    chip->setLayoutDirection(Qt::RightToLeft);
    chip->setFocusPolicy(Qt::TabFocus);
    chip->setAccessibleName(tr("Remove the tag %1").arg(name));
    chip->setToolTip(tr("Remove this tag from the selected pictures"));
    chip->setEnabled(m_controller.source()->canWrite());
    connect(chip, &QToolButton::clicked, this, [this, tag] { remove(tag); });
    m_chips->addWidget(chip);
}

void TagBar::addTyped() {
    const auto source = m_controller.source();
    const std::string tag = toUtf8(m_field->text().simplified());
    if (source == nullptr || tag.empty()) return;
    m_field->clear();
    m_context.background.run(
        *this,
        [source, items = m_items, tag](std::stop_token) { return source->addTag(items, tag); },
        [this, source](const std::vector<ItemId>& items) {
            readAgain();
            if (!items.empty() && source == m_controller.source()) Q_EMIT tagged(items);
        },
        [this](const Error& error) { fail(tr("The tag could not be set."), error); });
}

void TagBar::remove(const std::string& tag) {
    const auto source = m_controller.source();
    if (source == nullptr) return;
    m_field->setFocus();
    m_context.background.run(
        *this,
        [source, items = m_items, tag](std::stop_token) { return source->removeTag(items, tag); },
        [this, source, tag](const std::vector<ItemId>& items) {
            readAgain();
            if (items.empty()) return;
            m_removals.add(*source,
                           {tr("the tag %1").arg(toQString(displayable(tag))),
                            [items, tag](SearchSource& gallery) { gallery.addTag(items, tag); },
                            items});
            if (source == m_controller.source()) Q_EMIT tagged(items);
        },
        [this](const Error& error) { fail(tr("The tag could not be removed."), error); });
}

void TagBar::fail(const QString& what, const Error& error) {
    Message message = problemOf(kTagKey, what, error);
    message.kept = tr("The tags are as they were.");
    m_context.messages.raise(message);
    readAgain();
}

}  // namespace descry
