#pragma once
/// What a gallery holds: figures, the first pictures, which models index it, what is known of the
/// pictures, what lies on the disk. Thread rule: GUI thread.

#include <QWidget>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/gallery/gallery_reading.h"
#include "ui/gallery/index_list.h"
#include "ui/gallery/picture_strip.h"

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace descry {

class OverviewView final : public QWidget {
    Q_OBJECT

  public:
    explicit OverviewView(ApplicationContext& context, QWidget* parent = nullptr);

    void showCounts(const OpenGallery& gallery);
    void showIndexes(const std::vector<IndexRow>& rows, const OpenGallery& gallery);
    /// `isRead` is false while nothing is known yet.
    void showReading(const GalleryReading& reading, bool isRead, bool mayWrite);
    IndexList& indexes() { return *m_indexes; }

  Q_SIGNALS:
    void indexRequested();
    void importRequested();
    void dropTokensRequested();
    void backUpRequested();
    void restoreRequested();

  private:
    void addFigures(QVBoxLayout* column);
    void addIndexes(QVBoxLayout* column);
    void addFacts(QVBoxLayout* column);
    QLabel* addFigure(QHBoxLayout* row, const QString& meaning);
    QLabel* addFact(QGridLayout* grid, int line, int half, const QString& meaning);
    QPushButton* addFactButton(QGridLayout* grid, int line, const QString& text, const char* name);

    QLabel* m_numPictures = nullptr;
    QLabel* m_numFailures = nullptr;
    QLabel* m_numMissing = nullptr;
    QLabel* m_imageBytes = nullptr;
    PictureStrip* m_strip;
    IndexList* m_indexes = nullptr;
    QPushButton* m_indexNow = nullptr;
    QPushButton* m_import = nullptr;
    QLabel* m_cameras = nullptr;
    QLabel* m_people = nullptr;
    QLabel* m_tracks = nullptr;
    QLabel* m_times = nullptr;
    QLabel* m_database = nullptr;
    QLabel* m_indexBytes = nullptr;
    QLabel* m_tokens = nullptr;
    QLabel* m_copies = nullptr;
    QPushButton* m_dropTokens = nullptr;
    QPushButton* m_backUp = nullptr;
    QPushButton* m_restore = nullptr;
    const Theme& m_theme;
};

}  // namespace descry
