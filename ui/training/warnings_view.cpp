#include "ui/training/warnings_view.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {

WarningsView::WarningsView(QWidget* parent)
    : QWidget(parent),
      m_counts(wrappedLabel({}, this)),
      m_none(lookLabel(tr("No warnings since this program began."), "secondary", this)),
      m_list(new QPlainTextEdit(this)),
      m_copy(pushButton(tr("Copy"), this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceM);
    m_counts->setObjectName(QStringLiteral("warningCounts"));
    column->addWidget(m_counts);
    column->addWidget(m_none);
    m_list->setObjectName(QStringLiteral("warnings"));
    m_list->setAccessibleName(tr("Warnings"));
    m_list->setReadOnly(true);
    m_list->setTabChangesFocus(true);
    column->addWidget(m_list, 1);
    m_copy->setObjectName(QStringLiteral("copyWarnings"));
    column->addWidget(m_copy, 0, Qt::AlignLeft);
    column->addStretch();
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_list->toPlainText());
    });
    showLog({});
}

void WarningsView::showCounts(const RunStatus& status) {
    QStringList parts;
    const auto add = [&](std::int64_t count, const QString& words) {
        if (count > 0) parts << words.arg(groupedNumber(count));
    };
    add(status.numDropped, tr("Steps dropped, because a loss or gradient was not finite: %1"));
    add(status.imagesLeftOut, tr("Images left out, because they could not be read: %1"));
    add(status.cutTexts, tr("Captions cut to the model's length: %1"));
    add(status.rowsWithoutNegative, tr("Pairs without anybody else in their batch: %1"));
    m_counts->setText(parts.join(QLatin1Char('\n')));
    m_counts->setVisible(!parts.isEmpty());
}

void WarningsView::showLog(const JobLog& log) {
    QStringList lines;
    for (const JobLogLine& line : log.lines()) {
        if (line.event != JobEvent::Warning) continue;
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(line.timeMs);
        lines << QStringLiteral("%1  %2").arg(when.toString(QStringLiteral("HH:mm:ss")),
                                              toQString(line.text));
    }
    if (log.numOmitted() > 0) {
        lines << tr("(%1 lines between the first and the last were left out)")
                     .arg(groupedNumber(log.numOmitted()));
    }
    m_count = static_cast<int>(lines.size());
    const QString text = lines.join(QLatin1Char('\n'));
    if (text != m_list->toPlainText()) m_list->setPlainText(text);
    m_none->setVisible(lines.isEmpty());
    m_list->setVisible(!lines.isEmpty());
    m_copy->setVisible(!lines.isEmpty());
}

}  // namespace descry
