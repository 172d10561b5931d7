#pragma once
/// The centre of the Gallery workspace: what the open gallery holds, which bundles index it, which
/// files could not be read. It shows and asks. Thread rule: GUI thread.

#include <QLabel>
#include <QWidget>

#include "ui/common/application_context.h"
#include "ui/common/widgets.h"
#include "ui/gallery/failures_model.h"
#include "ui/gallery/gallery_reading.h"
#include "ui/gallery/picture_strip.h"

class QHBoxLayout;
class QProgressBar;
class QTableView;
class QVBoxLayout;

namespace descry {

class GalleryPage final : public QWidget {
    Q_OBJECT

  public:
    explicit GalleryPage(ApplicationContext& context, QWidget* parent = nullptr);

    void showCounts(const OpenGallery& gallery);
    void showContents(GalleryReading contents);

  Q_SIGNALS:
    void addRequested();
    void indexRequested();
    void retryRequested();

  private:
    void addHeader(QVBoxLayout* column);
    void addFigures(QVBoxLayout* column);
    void addIndexes(QVBoxLayout* column);
    void addFailures(QVBoxLayout* column);
    QLabel* addFigure(QHBoxLayout* row, const QString& meaning);
    void fillIndexes(const OpenGallery& gallery);
    void addIndexRow(const QString& name, std::int64_t numIndexed, std::int64_t numItems);

    ApplicationContext& m_context;
    FailuresModel m_failures;
    QLabel* m_name = nullptr;
    ElidedLabel* m_path = nullptr;
    QLabel* m_numPictures = nullptr;
    QLabel* m_numFailures = nullptr;
    QLabel* m_numMissing = nullptr;
    QLabel* m_imageBytes = nullptr;
    QLabel* m_fileBytes = nullptr;
    PictureStrip* m_strip = nullptr;
    QVBoxLayout* m_indexes = nullptr;
    QPushButton* m_indexNow = nullptr;
    QLabel* m_failuresTitle = nullptr;
    QPushButton* m_retry = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_noFailures = nullptr;
};

}  // namespace descry
