#include "gui/panes/scenario_pane.hpp"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/panes/table_pane.hpp"

namespace crisper::gui {
namespace {

/// A list where there is a choice, a line where there is none.
class KnobDelegate : public QStyledItemDelegate {
 public:
  KnobDelegate(const KnobsModel& model, const QSortFilterProxyModel& shown, QObject* parent)
      : QStyledItemDelegate(parent), model_(model), shown_(shown) {}

  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Knob& knob = model_.knob(shown_.mapToSource(index).row());
    if (knob.choices.isEmpty()) {
      auto* line = new QLineEdit(parent);
      line->setAccessibleName(knob.path);
      line->setPlaceholderText(knob.expected);
      return line;
    }
    Q_UNUSED(option)
    auto* list = new QComboBox(parent);
    list->setAccessibleName(knob.path);
    for (qsizetype i = 0; i < knob.choices.size(); ++i) {
      list->addItem(knob.choices[i]);
      list->setItemData(static_cast<int>(i), knob.choice_meanings.value(i), Qt::ToolTipRole);
    }
    auto* self = const_cast<KnobDelegate*>(this);
    connect(list, &QComboBox::activated, self, [self, list] {
      emit self->commitData(list);
      emit self->closeEditor(list);
    });
    return list;
  }
  void setEditorData(QWidget* editor, const QModelIndex& index) const override {
    if (auto* list = qobject_cast<QComboBox*>(editor)) {
      list->setCurrentText(index.data(Qt::EditRole).toString());
    } else {
      QStyledItemDelegate::setEditorData(editor, index);
    }
  }
  void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override {
    if (auto* list = qobject_cast<QComboBox*>(editor)) {
      model->setData(index, list->currentText(), Qt::EditRole);
    } else {
      QStyledItemDelegate::setModelData(editor, model, index);
    }
  }

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    option->font.setBold(index.column() <= KnobsModel::Value && index.data(KnobsModel::ChangedRole).toBool());
  }

 private:
  const KnobsModel& model_;
  const QSortFilterProxyModel& shown_;
};

}  // namespace

ScenarioPane::ScenarioPane(Cursor& cursor, QWidget* parent)
    : QWidget(parent), model_(new KnobsModel(cursor, this)), shown_(new QSortFilterProxyModel(this)) {
  setAccessibleName("Scenario");
  filter_ = new QLineEdit(this);
  filter_->setPlaceholderText("Knobs with these words: strategy, publication, consumers, rate, loss ...");
  filter_->setAccessibleName("Filter of the scenario's knobs");
  filter_->setClearButtonEnabled(true);
  auto* save = new QPushButton("Save the scenario ...", this);
  shown_->setSourceModel(model_);
  shown_->setFilterRole(KnobsModel::SearchRole);
  shown_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  table_ = makeTable(this, "The knobs of the scenario, as a table");
  table_->setModel(shown_);
  table_->setItemDelegate(new KnobDelegate(*model_, *shown_, this));
  table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                          QAbstractItemView::SelectedClicked);
  table_->setSelectionBehavior(QAbstractItemView::SelectItems);
  table_->horizontalHeader()->resizeSection(KnobsModel::Path, 230);
  table_->horizontalHeader()->resizeSection(KnobsModel::Value, 120);
  table_->horizontalHeader()->resizeSection(KnobsModel::Initial, 90);
  connect(filter_, &QLineEdit::textChanged, this, [this](const QString& text) {
    QStringList words = text.split(' ', Qt::SkipEmptyParts);
    for (QString& word : words) word = QRegularExpression::escape(word);
    shown_->setFilterRegularExpression(QRegularExpression(words.join(".*"), QRegularExpression::CaseInsensitiveOption));
  });
  connect(model_, &KnobsModel::changeWanted, this, &ScenarioPane::changeWanted);
  connect(save, &QPushButton::clicked, this, &ScenarioPane::saveWanted);
  auto* line = new QHBoxLayout;
  line->addWidget(filter_, 1);
  line->addWidget(save);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 6, 8, 0);
  layout->addLayout(line);
  layout->addWidget(table_, 1);
}

void ScenarioPane::focusFilter() {
  filter_->setFocus();
  filter_->selectAll();
}

}  // namespace crisper::gui
