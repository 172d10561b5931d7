#pragma once
/// One picture, whole, as large as there is room: its thumbnail at once, the picture itself as soon
/// as it has been decoded in the background. Thread rule: GUI thread. Failure rule: a file that
/// cannot be read is said so below what is shown.

#include <QImage>
#include <QPixmap>
#include <QWidget>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "ui/common/application_context.h"

namespace descry {

class PictureView : public QWidget {
    Q_OBJECT

  public:
    explicit PictureView(ApplicationContext& context, QWidget* parent = nullptr);

    /// The thumbnail; setFile() follows once the file is known.
    void setItem(std::optional<ItemId> item);
    void setFile(const std::filesystem::path& file);
    /// One that is decoded already, of no item; null: none.
    void setImage(const QImage& image);
    const QImage& image() const { return m_image; }
    /// What is wrong with the file; empty if nothing.
    const QString& problem() const { return m_problem; }
    const std::optional<ItemId>& item() const { return m_item; }

  Q_SIGNALS:
    void decoded();  ///< Or found to be unreadable.

  protected:
    void paintEvent(QPaintEvent* event) override;
    /// Where all of a picture of this size is painted; only what lies within the widget shows.
    virtual QRectF placeOf(const QSize& picture) const;
    /// Over the picture.
    virtual void paintOver(QPainter& /*painter*/, const QRectF& /*place*/) {}
    /// Of the picture, or of its thumbnail until it is there; may be empty.
    QSize pictureSize() const;

  private:
    QPixmap thumbnail() const;

    ApplicationContext& m_context;
    std::optional<ItemId> m_item;
    QImage m_image;
    QString m_problem;
    std::stop_source m_decoding;
};

}  // namespace descry
