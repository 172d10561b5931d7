#pragma once
/// The Gallery workspace with a real temporary gallery and a fake model. Thread rule: test code.

#include <SQLiteCpp/Database.h>

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <memory>
#include <string>

#include "tests/ui/ui_fixture.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/gallery/sources_dialog.h"

namespace descry::test {

struct GalleryParts : UiParts {
    GalleryWorkspace workspace{context};
    std::unique_ptr<QWidget> left{workspace.left()};
    std::unique_ptr<QWidget> centre{workspace.centre()};

    explicit GalleryParts(ModelLoader load = &loadFakeModel) : UiParts(std::move(load)) {
        centre->resize(1100, 800);
        left->show();
        centre->show();
    }

    QPushButton* button(const char* name) const {
        auto* found = centre->findChild<QPushButton*>(name);
        return found != nullptr ? found : left->findChild<QPushButton*>(name);
    }
    QString textOf(const char* name) const { return centre->findChild<QLabel*>(name)->text(); }
    QAbstractItemModel* table(const char* name) const {
        return centre->findChild<QTableView*>(name)->model();
    }
    NoticeBar* notice(const char* name) const { return centre->findChild<NoticeBar*>(name); }
    /// The button of a notice with this text; null if there is none.
    static QPushButton* actionOf(NoticeBar* notice, const QString& text) {
        for (auto* action : notice->findChildren<QPushButton*>()) {
            if (action->text() == text && !action->isHidden()) return action;
        }
        return nullptr;
    }
    void showView(const char* name) const { centre->findChild<QToolButton*>(name)->click(); }

    const OpenGallery& gallery() const { return *workbench.gallery(); }
    std::int64_t numIndexed() const {
        return gallery().numIndexed(workbench.bundle()->bundle->fingerprint());
    }

    /// Everything that runs has ended and been counted.
    bool isQuiet() const { return jobs.isIdle() && !workbench.isLoadingBundle(); }

    void openBundle() {
        workbench.openBundle(makeBundle(folder));
        QTRY_VERIFY(workbench.bundle());
    }
    void openGallery() {
        workbench.openGallery(makeGallery("street"));
        QTRY_VERIFY(workbench.gallery());
    }
    /// A bundle, a gallery, and these pictures indexed in it.
    void openIndexed(const std::filesystem::path& pictures, int count) {
        openBundle();
        openGallery();
        IndexOptions options;
        options.folders = {pictures};
        workbench.startIndexing(options);
        QTRY_VERIFY(numIndexed() == count && isQuiet());
    }
    /// Runs SQL on the gallery as another program would.
    void tamper(const std::string& sql) const {
        SQLite::Database(gallery().file.native(), SQLite::OPEN_READWRITE).exec(sql);
    }
};

}  // namespace descry::test
