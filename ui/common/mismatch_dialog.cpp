#include "ui/common/mismatch_dialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/colours.h"
#include "ui/common/mismatch_model.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr QSize kDialogSize(820, 560);
constexpr int kRowHeight = 28;
constexpr int kKindColumn = 110;
constexpr int kNameColumn = 380;
constexpr int kShapeColumn = 140;

constexpr TensorMismatch::Kind kKinds[] = {TensorMismatch::Kind::Missing,
                                           TensorMismatch::Kind::Unexpected,
                                           TensorMismatch::Kind::Misshapen};

qsizetype countOf(const std::vector<TensorMismatch>& tensors, TensorMismatch::Kind kind) {
    return std::ranges::count(tensors, kind, &TensorMismatch::kind);
}

}  // namespace

/// One kind, or all, whose name holds the words.
class MismatchDialog::Filter final : public QSortFilterProxyModel {
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void narrow(const QString& kind, const QString& words) {
        m_kind = kind;
        m_words = words;
        invalidateFilter();
    }

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        const auto text = [&](int column) {
            return sourceModel()->index(row, column, parent).data().toString();
        };
        return (m_kind.isEmpty() || text(MismatchModel::Kind) == m_kind) &&
               text(MismatchModel::Name).contains(m_words, Qt::CaseInsensitive);
    }

  private:
    QString m_kind;
    QString m_words;
};

QString MismatchDialog::summary(const std::vector<TensorMismatch>& tensors) {
    QStringList parts;
    for (const auto kind : kKinds) {
        const qsizetype count = countOf(tensors, kind);
        if (count == 0) continue;
        parts << QStringLiteral("%1 %2").arg(groupedNumber(count),
                                             MismatchModel::kindName(kind).toLower());
    }
    return parts.join(QStringLiteral(", "));
}

MismatchDialog::MismatchDialog(const QString& file,
                               std::vector<TensorMismatch> tensors,
                               QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Why “%1” does not fit").arg(file));
    setObjectName(QStringLiteral("mismatchDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(kDialogSize);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(kSpaceM);
    column->addWidget(lookLabel(tr("Tensors: %1").arg(summary(tensors)), "title", this));
    auto* meaning = wrappedLabel(
        tr("The file is not the model that its config describes, so nothing was imported. Missing "
           "tensors are not in the file, unexpected ones belong to no part of the model, misshapen "
           "ones have another size. A config.json beside the file that fits it may help."),
        this);
    setLook(meaning, "secondary");
    column->addWidget(meaning);
    m_model = new MismatchModel(tensors, this);
    m_shown = new Filter(this);
    m_shown->setSourceModel(m_model);
    addFilters(tensors);
    addTable();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* copy = buttons->addButton(tr("Copy what is shown"), QDialogButtonBox::ActionRole);
    copy->setObjectName(QStringLiteral("copyMismatches"));
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, &MismatchDialog::copyShown);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    column->addWidget(buttons);
    narrow();
}

void MismatchDialog::addFilters(const std::vector<TensorMismatch>& tensors) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceS);
    m_words = new QLineEdit(this);
    m_words->setObjectName(QStringLiteral("mismatchWords"));
    m_words->setPlaceholderText(tr("Part of a name"));
    m_words->setAccessibleName(tr("Part of a tensor’s name"));
    addClearButton(*m_words);
    row->addWidget(m_words, 1);
    m_kind = new QComboBox(this);
    m_kind->setObjectName(QStringLiteral("mismatchKind"));
    m_kind->setAccessibleName(tr("Kind of problem"));
    m_kind->addItem(tr("All problems"), QString());
    for (const auto kind : kKinds) {
        if (countOf(tensors, kind) == 0) continue;
        const QString name = MismatchModel::kindName(kind);
        m_kind->addItem(name, name);
    }
    row->addWidget(m_kind);
    m_count = lookLabel({}, "secondary", this);
    row->addWidget(m_count);
    qobject_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_words, &QLineEdit::textChanged, this, &MismatchDialog::narrow);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &MismatchDialog::narrow);
}

void MismatchDialog::addTable() {
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("mismatches"));
    m_table->setAccessibleName(tr("Tensors that do not fit"));
    m_table->setModel(m_shown);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(MismatchModel::Kind, kKindColumn);
    m_table->setColumnWidth(MismatchModel::Name, kNameColumn);
    m_table->setColumnWidth(MismatchModel::InFile, kShapeColumn);
    qobject_cast<QVBoxLayout*>(layout())->addWidget(m_table, 1);
}

void MismatchDialog::narrow() {
    m_shown->narrow(m_kind->currentData().toString(), m_words->text());
    m_count->setText(
        tr("%1 of %2").arg(groupedNumber(m_shown->rowCount()), groupedNumber(m_model->rowCount())));
}

void MismatchDialog::copyShown() const {
    QStringList lines;
    for (int row = 0; row < m_shown->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < MismatchModel::NumColumns; ++column) {
            cells << m_shown->index(row, column).data().toString();
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace descry
