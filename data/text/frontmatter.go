package text

import "strings"

// isFrontMatter reports whether a normalized title is one that hundreds of volumes have, such
// as "Message from the General Chair" or "Introduction to the Special Issue": all its words
// are in the list. Most titles fail with their first or second word.
func isFrontMatter(normalized string) bool {
	hasWord := false
	for word := range strings.FieldsFuncSeq(normalized, isSeparator) {
		if !frontMatterWords[word] {
			return false
		}
		hasWord = true
	}
	return hasWord
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

func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}
