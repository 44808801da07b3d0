package format

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"paperboy/data"
	"paperboy/data/text"
)

// languageNames maps names of languages to codes, for files without codes. It has the English
// names, and those of LaTeX's babel and polyglossia that differ.
var languageNames = map[string]string{
	"american": "en", "arabic": "ar", "australian": "en", "brazilian": "pt", "british": "en", "bulgarian": "bg", "catalan": "ca",
	"chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "estonian": "et",
	"finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
	"indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "latin": "la", "latvian": "lv", "lithuanian": "lt",
	"naustrian": "de", "ngerman": "de", "norwegian": "no", "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro",
	"russian": "ru", "serbian": "sr", "slovak": "sk", "slovene": "sl", "slovenian": "sl", "spanish": "es", "swedish": "sv",
	"thai": "th", "turkish": "tr", "ukrainian": "uk", "ukenglish": "en", "usenglish": "en", "vietnamese": "vi",
}

// Language returns the code of a language, with two letters where ISO 639 has such a code and
// with three elsewhere. s is a tag of BCP 47 ("en-US"), a code of three letters ("eng") or a
// name. Language returns "" if s is none of these, or if it states that the language is not known.
func Language(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if code, ok := languageNames[s]; ok {
		return code
	}
	tag, err := language.Parse(s)
	if err != nil {
		return ""
	}
	base, confidence := tag.Base()
	if confidence != language.Exact || slices.Contains([]string{"und", "mul", "zxx"}, base.String()) {
		return ""
	}
	return base.String()
}

// SetLanguage sets the language of the paper. raw may be in any form that Language accepts.
func SetLanguage(r *data.Record, raw string) {
	raw = text.OneLine(raw)
	r.Paper.Language = Keep(r, "language", raw, Language(raw))
}
