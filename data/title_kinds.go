package data

import "strings"

// isFrontMatter reports a title that hundreds of volumes have: "Message from the
// General Chair", "Introduction to the Special Issue". All words of the folded title
// are of this list; most titles say at their first or second that they are none.
func isFrontMatter(folded string) bool {
	isFrontMatter := false
	for word := range strings.FieldsFuncSeq(folded, parts) {
		if !frontMatterWords[word] {
			return false
		}
		isFrontMatter = true
	}
	return isFrontMatter
}

var frontMatterWords = setOf(
	"a", "about", "an", "and", "by", "for", "from", "in", "of", "on", "s", "the", "this", "to", "with", "our", "your", "we",
	"abstract", "abstracts", "acknowledgement", "acknowledgements", "acknowledgment", "acknowledgments", "addendum", "additional",
	"address", "advisory", "announcement", "announcements", "annual", "appendix", "area", "article", "articles", "associate", "author", "authors",
	"award", "awards", "back", "best", "bibliography", "board", "book", "books", "brief", "briefs", "call", "calendar", "chair", "chairman", "chairmen", "chairs",
	"chairpersons", "chief", "closing", "columns", "comments", "committee", "committees", "communications", "concluding", "conclusion", "conclusions",
	"conference", "contents", "contributor", "contributors", "copyright", "correction", "corrections", "corrigenda", "corrigendum", "correspondence",
	"cover", "current", "demo", "demonstrations", "demos", "department", "desk", "director", "discussion", "editor", "editorial", "editorials",
	"editors", "endnotes", "erratum", "errata", "event", "events", "executive", "first", "foreword", "forewords", "forthcoming", "forum", "front", "frontmatter", "further",
	"general", "glossary", "guest", "guidelines", "half", "highlights", "index", "information", "instructions", "interview", "introducing", "introduction",
	"introductory", "invited", "issue", "issues", "journal", "keynote", "keynotes", "keyword", "keywords", "last", "letter", "letters", "list", "masthead",
	"matter", "meeting", "meetings", "memoriam", "message", "messages", "miscellaneous", "news", "newsletter", "new", "note", "notes", "notice", "obituary", "opening",
	"organisation", "organisers", "organising", "organization", "organizers", "organizing", "outline", "overview", "page", "pages", "panel",
	"panels", "paper", "papers", "perspective", "perspectives", "plenary", "poster", "posters", "preface", "prefaces", "preliminary", "preliminaries",
	"president", "proceedings", "program", "programme", "publication", "publications", "publisher", "readers", "recent", "referees", "references", "regular",
	"remarks", "reply", "report", "reports", "research", "response", "results", "review", "reviewer", "reviewers", "reviews", "section", "session", "sessions", "short",
	"speakers", "special", "sponsors", "steering", "student", "subject", "summaries", "summary", "supplement", "supplementary", "supporting", "symposium",
	"system", "table", "talk", "talks", "technical", "thanks", "title", "topic", "topics", "track", "tutorial", "tutorials", "vice", "volume", "welcome", "workshop",
	"workshops", "year",
)

// isRecurring reports a title that is given anew every year, with other contents:
// a report of a shared task, of a workshop, of a group. One that names its year
// is not among them.
func isRecurring(title string) bool {
	words := foldedWords(title)
	recurring := len(words) > 0 && reportWords[words[0]]
	for i, word := range words {
		if len(word) == 4 && allDigits(word) && (word[:2] == "19" || word[:2] == "20") {
			return false
		}
		recurring = recurring || gatheringWords[word] || word == "task" && i > 0 && words[i-1] == "shared"
	}
	return recurring
}

// reportWords begin the title of a report.
var reportWords = setOf("editorial", "findings", "introduction", "lectures", "message", "news", "notes", "overview", "preface", "report", "results", "summary", "welcome")

// gatheringWords name what is held or printed again and again.
var gatheringWords = setOf("annual", "bulletin", "newsletter", "proceedings", "quarterly", "symposium", "workshop", "yearbook", "yearly")

// titleSigns are the signs of a title that its TitleKey lacks and that tell a work
// from the one that follows it.
func titleSigns(title string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '+', '#', '≠':
			return r
		}
		return -1
	}, title)
}

func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}
