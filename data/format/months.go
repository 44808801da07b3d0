package format

import (
	"strings"
	"time"

	"paperboy/data/text"
)

// monthNames has the names of months and their usual abbreviations, from January on, in German, French, Spanish,
// Portuguese, Italian, Dutch, the Scandinavian languages, Polish, Czech, Russian and Turkish. English names are in
// package time. "Listopad" is left out: it is November in Polish and October in Croatian.
var monthNames = [12]string{
	"januar jänner janvier janv enero ene janeiro gennaio gen genn januari jänn styczeń stycznia leden ledna январь января янв ocak",
	"februar feber février févr fév febrero fevereiro fev febbraio febbr februari luty lutego únor února февраль февраля фев февр şubat",
	"märz maerz mrz mars marzo março marco maart mrt marts marzec marca březen března март марта mart",
	"avril avr abril abr aprile april aprilie kwiecień kwietnia duben dubna апрель апреля апр nisan",
	"mai mayo maio maggio mag magg mei maj maja květen května май мая mayıs",
	"juni juin junio junho giugno giu czerwiec czerwca červen června июнь июня июн haziran",
	"juli juillet juil julio julho luglio lug lipiec lipca červenec července июль июля июл temmuz",
	"août aout agosto ago augustus augusti sierpień sierpnia srpen srpna август августа авг ağustos",
	"septembre septiembre setiembre setembro set settembre sett wrzesień września září сентябрь сентября сен сент eylül",
	"oktober okt octobre octubre outubro out ottobre ott październik października říjen října октябрь октября окт ekim",
	"novembre noviembre novembro ноябрь ноября ноя нояб kasım",
	"dezember dez décembre déc diciembre dic dezembro dicembre desember des grudzień grudnia prosinec prosince декабрь декабря дек aralık",
}

var monthsByName = func() map[string]time.Month {
	months := map[string]time.Month{"sept": time.September}
	for i, names := range monthNames {
		for name := range strings.FieldsSeq(names) {
			months[text.Normalize(name)] = time.Month(i + 1)
		}
	}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		for n := 3; n <= len(name); n++ {
			months[name[:n]] = m
		}
	}
	return months
}()

// monthNamed returns the month with a name or abbreviation, which is normalized, or 0.
func monthNamed(w string) time.Month { return monthsByName[w] }
