package zoterordf

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// classes maps the classes of both vocabularies to types. Zotero's types of items are words for them.
var (
	classes = map[string]data.Type{
		"Article": data.TypeArticle, "AcademicArticle": data.TypeArticle, "Book": data.TypeBook, "EditedBook": data.TypeBook, "Proceedings": data.TypeBook, "ReferenceSource": data.TypeBook,
		"BookSection": data.TypeChapter, "Chapter": data.TypeChapter, "Thesis": data.TypeThesis, "Report": data.TypeReport, "Standard": data.TypeReport, "Data": data.TypeDataset,
		"Manuscript": "", "Document": "", "Letter": "", "Interview": "", "Patent": "", "Legislation": "", "LegalCaseDocument": "", "Webpage": "", "MotionPicture": "", "Film": "", "Recording": "",
		"Map": "", "Image": "", "Illustration": "", "Email": "", "PersonalCommunication": "", "Bill": "", "Statute": "", "Slideshow": "", "AudioDocument": "", "AudioVisualDocument": "",
	}
	// containers lists the classes of what items are in. Such a node is no item, unless it says so.
	containers = []string{
		"Journal", "Periodical", "Magazine", "Newspaper", "Series", "CourtReporter", "Code", "Collection", "Attachment", "Memo", "Note", "Person", "Organization", "Group", "Seq", "Bag", "List", "UserItem",
		"AutomaticTag", "Conference", "Event", "Issue",
	}
)

// isItem reports whether a node of the document is a paper, and not something that papers refer to.
func isItem(n node) bool {
	if kind := first(n, "itemType"); kind != "" {
		return kind != "attachment" && kind != "note" && kind != "annotation"
	}
	class := n.class()
	if slices.Contains(containers, class) || strings.HasPrefix(n.id(), "urn:is") {
		return false
	}
	_, known := classes[class]
	return known || class == "" && first(n, "title") != "" && len(n.Children) > 1
}

// typeOf returns the type of an item. A paper at a conference is an article in the older vocabulary.
func (g graph) typeOf(n node) data.Type {
	if kind := first(n, "itemType"); kind != "" {
		return format.TypeNamed(kind)
	}
	kind := classes[n.class()]
	if kind == data.TypeArticle && len(g.values(n, "presentedAt")) > 0 {
		return data.TypeConferencePaper
	}
	return kind
}
