#pragma once
/// What is to be added to the gallery: folders and data set files, with a metadata file or a
/// pattern of file names, and a preview of what would be known of the first files. Not modal;
/// deletes itself when closed. Thread rule: GUI thread; files are looked at in the background.

#include <QDialog>
#include <QTimer>
#include <filesystem>
#include <stop_token>

#include "core/indexing/index_job.h"
#include "ui/common/application_context.h"
#include "ui/gallery/preview_model.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QListWidget;
class QPushButton;
class QTableView;

namespace descry {

class SourcesDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit SourcesDialog(ApplicationContext& context, QWidget* parent = nullptr);
    ~SourcesDialog() override;

    void addFolder(const std::filesystem::path& folder);
    /// With its pictures in the file's own folder.
    void addDataset(const std::filesystem::path& file);
    void setMetadataFile(const std::filesystem::path& file);
    void setPattern(const QString& pattern);
    const IndexOptions& sources() const { return m_sources; }

  Q_SIGNALS:
    void sourcesAccepted(const descry::IndexOptions& sources);
    /// For tests: the newest preview is shown.
    void previewed();

  private:
    void addSourceRows(QGridLayout* grid);
    void addMetadataRow(QGridLayout* grid);
    void addPatternRow(QGridLayout* grid);
    void addPreview();
    void addButtons();
    QPushButton* addButton(const QString& text, const char* name, void (SourcesDialog::*run)());
    void askFolder();
    void askDataset();
    void askImages();
    void askMetadata();
    void removeSource();
    void sourcesChanged();
    void patternChanged();
    void preview();
    void showPreview(const SourcePreview& preview);
    void explainPattern(const SourcePreview& preview);
    void updateButtons();
    /// Null where everything is there to begin.
    QString hindrance() const;

    ApplicationContext& m_context;
    IndexOptions m_sources;
    PreviewModel m_model;
    QTimer m_pause;  ///< Typing goes on.
    std::stop_source m_previewing;
    QListWidget* m_list = nullptr;
    QPushButton* m_images = nullptr;
    QPushButton* m_remove = nullptr;
    QLabel* m_metadata = nullptr;
    QPushButton* m_clearMetadata = nullptr;
    QComboBox* m_pattern = nullptr;
    QLabel* m_groups = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_hindrance = nullptr;
    bool m_isPatternGood = true;
    QTableView* m_table = nullptr;
    QPushButton* m_accept = nullptr;
};

}  // namespace descry
