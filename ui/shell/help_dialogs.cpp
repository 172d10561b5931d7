#include "ui/shell/help_dialogs.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/version.h"
#include "ui/common/colours.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::Help)
};

QDialog* makeDialog(const QString& title, const char* name, QWidget* parent) {
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QLatin1String(name));
    dialog->setWindowTitle(title);
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(kSpaceXl, kSpaceXl, kSpaceXl, kSpaceL);
    column->setSpacing(kSpaceL);
    return dialog;
}

void addClose(QDialog* dialog) {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("closeDialog"));
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    dialog->layout()->addWidget(buttons);
}

void addScrolling(QDialog* dialog, QWidget* content) {
    constexpr int kScrollBarRoom = 16;
    auto* area = new QScrollArea(dialog);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(dialog->windowTitle());
    area->setWidget(content);
    area->setMinimumWidth(content->sizeHint().width() + kScrollBarRoom);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    dialog->layout()->addWidget(area);
}

QString shownKeys(const QList<QKeySequence>& keys) {
    QStringList shown;
    for (const QKeySequence& key : keys) shown << key.toString(QKeySequence::NativeText);
    return shown.join(QStringLiteral(", "));
}

QString credits() {
    const QString people = Words::tr(
        "<p>Descry finds a person in pictures by a written description. What it shows are "
        "appearance candidates for a person to judge; it identifies nobody.</p>"
        "<p>Descry is under the MIT licence.</p>"
        "<p><b>Model.</b> RaSa: Relation and Sensitivity Aware Representation Learning for "
        "Text-based Person Search, Yang Bai, Min Cao, Daming Gao, Ziqiang Cao, Chen Chen, Zhenfeng "
        "Fan, Liqiang Nie, Min Zhang, IJCAI 2023. It builds on ALBEF (Li et al., 2021), ViT "
        "(Dosovitskiy et al., 2021) and BERT (Devlin et al., 2019). Descry’s code is its own.</p>"
        "<p><b>Vocabulary.</b> BERT base uncased, Google, Apache License 2.0.</p>"
        "<p><b>Libraries.</b> LibTorch (BSD), sentencepiece (Apache 2.0), Qt 6 (LGPL), SQLite "
        "(public domain) with SQLiteCpp (MIT), libjpeg-turbo, libpng and libwebp (BSD and alike), "
        "RE2 (BSD), OpenSSL (Apache 2.0), utf8proc, fmt, spdlog and nlohmann-json (MIT), CLI11 "
        "(BSD).</p>"
        "<p><b>Demo.</b> People rendered from MakeHuman’s meshes, clothes and hair (CC0) before "
        "panoramas of Poly Haven (CC0).</p>");
    return people +
           Words::tr(
               "<p><b>For the GPU.</b> CUDA runtime and CUPTI, NVIDIA, under the End User License "
               "Agreement of the CUDA Toolkit.</p>") +
           Words::tr(
               "<p><b>Licence texts.</b> An installed Descry has them in <i>share/doc/descry</i>, "
               "those "
               "of what it carries in the folder <i>licences</i> there; those of Debian’s "
               "libraries "
               "are in <i>/usr/share/doc</i>.</p>");
}

}  // namespace

QDialog* makeShortcutList(const QList<ActionGroup>& groups, QWidget* parent) {
    constexpr int kKeyWidth = 160;
    constexpr int kRoomAround = 120;
    constexpr double kMaxShareOfScreen = 0.8;
    QDialog* dialog = makeDialog(Words::tr("Keyboard shortcuts"), "shortcutList", parent);
    auto* list = new QWidget;
    auto* grid = new QGridLayout(list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kSpaceXl);
    grid->setVerticalSpacing(kSpaceS);
    grid->setColumnMinimumWidth(0, kKeyWidth);
    int row = 0;
    const auto addKeys = [&](const QList<QKeySequence>& keys, const QString& effect) {
        grid->addWidget(lookLabel(shownKeys(keys), "strong", list), row, 0);
        grid->addWidget(new QLabel(effect, list), row++, 1);
    };
    for (const ActionGroup& group : groups) {
        auto* heading = lookLabel(group.title, "heading", list);
        if (row > 0) heading->setContentsMargins(0, kSpaceM, 0, 0);
        grid->addWidget(heading, row++, 0, 1, 2);
        for (const QAction* action : group.actions) {
            if (action->shortcuts().isEmpty() || !action->isVisible()) continue;
            addKeys(action->shortcuts(), action->text().remove(QLatin1Char('&')));
        }
        for (const FixedKey& key : group.fixed) addKeys(key.keys, key.effect);
    }
    grid->setColumnStretch(1, 1);
    addScrolling(dialog, list);
    addClose(dialog);
    const int most =
        static_cast<int>(kMaxShareOfScreen * dialog->screen()->availableGeometry().height());
    dialog->resize(dialog->sizeHint().width(),
                   std::min(list->sizeHint().height() + kRoomAround, most));
    return dialog;
}

QDialog* makeAbout(QWidget* parent) {
    constexpr QSize kSize(560, 480);
    QDialog* dialog = makeDialog(Words::tr("About Descry"), "about", parent);
    dialog->resize(kSize);
    const QString title = QStringLiteral("Descry ") + QLatin1String(kVersion);
    dialog->layout()->addWidget(lookLabel(title, "title", dialog));
    auto* text = new QTextBrowser(dialog);
    text->setFrameShape(QFrame::NoFrame);
    text->setAccessibleName(Words::tr("Licences and credits"));
    text->viewport()->setAutoFillBackground(false);
    text->document()->setDocumentMargin(0);
    text->setHtml(credits());
    dialog->layout()->addWidget(text);
    addClose(dialog);
    return dialog;
}

}  // namespace descry
