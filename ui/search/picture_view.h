#pragma once
/// One picture, whole, as large as there is room: its thumbnail at once, the picture itself as soon
/// as it has been decoded in the background. Thread rule: GUI thread. Failure rule: a file that
/// cannot be read is said so below what is shown.

#include <QImage>
#include <QWidget>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "ui/common/application_context.h"

namespace descry {

class PictureView final : public QWidget {
    Q_OBJECT

  public:
    explicit PictureView(ApplicationContext& context, QWidget* parent = nullptr);

    /// The thumbnail; setFile() follows once the file is known.
    void setItem(std::optional<ItemId> item);
    void setFile(const std::filesystem::path& file);
    const QImage& image() const { return m_image; }
    /// What is wrong with the file; empty if nothing.
    const QString& problem() const { return m_problem; }

  Q_SIGNALS:
    void decoded();  ///< Or found to be unreadable.

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    ApplicationContext& m_context;
    std::optional<ItemId> m_item;
    QImage m_image;
    QString m_problem;
    std::stop_source m_decoding;
};

}  // namespace descry
