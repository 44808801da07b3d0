package format

import (
	"strings"

	"paperboy/data"
)

// typeWords has the names of types of publications in catalogues, reference managers, tables and CSL,
// in lower case and without separators. A format whose words mean something else has a table of its own
// for those.
var typeWords = func() map[string]data.Type {
	words := map[string]data.Type{}
	for t, names := range map[data.Type]string{
		data.TypeArticle: `article articlejournal articlemagazine articlenewspaper journalarticle magazinearticle newspaperarticle researcharticle reviewarticle review
			systematicreview originalpaper originalarticle originalresearch journal journalpaper journalarticles shortcommunication briefcommunication
			briefreport casereport editorial editorialmaterial letter letterarticle correspondence commentary erratum correction retraction datapaper art jour news
			newspaper magazine scholarlyarticle medicalscholarlyarticle newsarticle rapidcommunication journaleditorial clinicaltrial reviewbook
			lettertotheeditor shortsurvey articleinpress articlereview scholarlyjournals academicjournal academicarticle ieeejournals ieeemagazines ieeeearlyaccessarticles
			earlyaccess earlyaccessarticles businessarticle electronicarticle articleinaperiodical suppperiodical zeitschriftenartikel zeitschriftenaufsatz`,
		data.TypeConferencePaper: `conferencepaper paperconference inproceedings proceedingsarticle proceedingspaper conferencearticle conference conferenceproceeding
			conferenceandworkshoppapers conferenceposter conferenceabstract conferencepresentation poster presentation comm proceedingspublication workshoppaper
			chapterconferencepaper meetingabstract cpaper inproceeding talk speech
			conferenceproceedingsarticle ieeeconferences conferencepapersandproceedings conferencepapers speechesmeetingpapers konferenzbeitrag`,
		data.TypeBook: `book editedbook monograph referencebook bookeditorship bookset ebook proceedings conferenceproceedings mvbook mvproceedings collection
			mvcollection bookcollection ouv douv booksandtheses manual booklet textbook eboo editorship encyclopedia dictionary booksandmonographs proceeding
			books conferencereview buch ieeebooks conferencepublication festschrift electronicbook mvreference`,
		data.TypeChapter: `chapter bookchapter incollection inbook booksection bookpart couv entryencyclopedia entrydictionary encyclopediaarticle dictionaryentry
			chapterprotocol chapterreferenceworkentry partsinbooksorcollections referenceentry bookitem chap section entry suppbook bookreference referenceworkentry
			chapterinbook buchkapitel conferencechapter electronicbooksection bookinbook suppcollection inreference`,
		data.TypeThesis: `thesis phdthesis mastersthesis masterthesis dissertation doctoralthesis doctoraldissertation bachelorthesis bachelorsthesis these hdr mem
			theses thes mastersdissertation undergraduatethesis honoursthesis diplomathesis etd licentiatethesis
			dissertations dissertationthesis dissertationstheses academicdissertation habilitationthesis mathesis bathesis candthesis`,
		data.TypeReport: `report techreport technicalreport reportcomponent workingpaper whitepaper standard reportpaper researchreport internalreport
			governmentdocument rpart deliverable projectdeliverable projectreport policyreport technicalnote techrep rprt activityreport
			reports workingpapers reportsresearch reportsevaluative reportsdescriptive resreport`,
		data.TypePreprint: `preprint postedcontent eprint informalandotherpublications informalorotherpublications informalpublications undefined workingpreprint
			preprints arxiv`,
		data.TypeDataset:  `dataset data database datasets researchdata dataartifacts dataandartifacts`,
		data.TypeSoftware: `software computerprogram computationalnotebook softwareapplication softwaresourcecode code logiciel model comp softwarepaper computerprogramme computersoftware softwareversion softwaremodule codefragment`,
	} {
		for word := range strings.FieldsSeq(names) {
			words[word] = t
		}
	}
	return words
}()

// TypeNamed returns the type for the first of the words that says it. Words are names of types in any
// common vocabulary, without regard to case and separators; a URL counts as its last part.
func TypeNamed(words ...string) data.Type {
	for _, word := range words {
		key := typeKey(word)
		for _, key := range []string{key, strings.TrimPrefix(key, "publication"), strings.TrimPrefix(key, "pp")} {
			if t := typeWords[key]; t != "" {
				return t
			}
		}
	}
	return ""
}

// typeKey returns a word as it is in typeWords.
func typeKey(word string) string {
	word = strings.TrimSpace(word)
	word = word[strings.LastIndexAny(word, "/#")+1:]
	return typeSeparators.Replace(strings.ToLower(word))
}

var typeSeparators = strings.NewReplacer("_", "", "-", "", " ", "", ".", "", ":", "", ",", "", "'", "", "’", "", "(", "", ")", "", "&", "and")

// typePhrases has what names a type anywhere in a text, the most specific first.
var typePhrases = []struct {
	phrase string
	kind   data.Type
}{
	{"preprint", data.TypePreprint},
	{"thesis", data.TypeThesis}, {"theses", data.TypeThesis}, {"dissertation", data.TypeThesis},
	{"book review", data.TypeArticle}, {"review of book", data.TypeArticle},
	{"book chapter", data.TypeChapter}, {"book section", data.TypeChapter}, {"book, section", data.TypeChapter}, {"chapter", data.TypeChapter}, {"incollection", data.TypeChapter},
	{"electronic book section", data.TypeChapter}, {"encyclopedia", data.TypeChapter}, {"dictionary", data.TypeChapter},
	{"journal", data.TypeArticle}, {"magazine", data.TypeArticle}, {"newspaper", data.TypeArticle}, {"electronic article", data.TypeArticle},
	{"proceedings paper", data.TypeConferencePaper}, {"conference paper", data.TypeConferencePaper}, {"conference", data.TypeConferencePaper}, {"proceedings", data.TypeConferencePaper}, {"meeting", data.TypeConferencePaper},
	{"software", data.TypeSoftware}, {"computer program", data.TypeSoftware},
	{"dataset", data.TypeDataset}, {"data set", data.TypeDataset},
	{"technical report", data.TypeReport}, {"report", data.TypeReport}, {"government document", data.TypeReport}, {"working paper", data.TypeReport},
	{"book", data.TypeBook}, {"monograph", data.TypeBook},
	{"article", data.TypeArticle}, {"editorial", data.TypeArticle}, {"letter", data.TypeArticle}, {"review", data.TypeArticle},
}

// TypeIn returns the type that a text says in words somewhere: "Journal Article", "Book, Section",
// "unpublished PhD thesis". It is "" if the words name no type.
func TypeIn(said string) data.Type {
	said = phraseSeparators.Replace(strings.ToLower(said))
	for _, t := range typePhrases {
		if strings.Contains(said, t.phrase) || strings.Contains(said, strings.ReplaceAll(t.phrase, " ", "")) {
			return t.kind
		}
	}
	return ""
}

var phraseSeparators = strings.NewReplacer("-", " ", "_", " ")
