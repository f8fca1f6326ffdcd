package adilsoz

import "github.com/sozdex/sozdex/datasets"

var english = []phrase{
	// Courts, June 2014 to 2022.
	{scope: courts, measure: "judicial_acts", pattern: `# (?:judicial acts?|judge?ments?)`,
		needs: `protection of hono|in connection with the exercise|prior cases|earlier considered cases`},
	{scope: courts, under: "judicial_acts", measure: "judicial_acts_appeal", pattern: `# (?:of them |ones? )?(?:- )?(?:hearings? )?in (?:the )?{appeal}`},
	{scope: courts, under: "judicial_acts", measure: "judicial_acts_cassation", pattern: `# (?:of them |ones? )?(?:- )?(?:hearings? )?in (?:the )?cassation`},
	{scope: courts, under: "judicial_acts", measure: "judicial_acts_for_defendants", pattern: `# (?:of them |ones? )?(?:was |were )?(?:passed |performed |issued )?in favou?r of`},

	// Suits in sentences, June 2014 to January 2015.
	{scope: suits, measure: "civil_claims_honour", pattern: `dealt with # suits? (?:on|about) protection of {honour}`},
	{scope: suits, measure: "civil_claims_honour", pattern: `# suits? (?:on|about) protection of {honour}`},
	{scope: suits, under: "civil_claims_honour", measure: "damages_claimed_kzt", pattern: `in the (?:total )?amount(?: of)? kzt %`},
	{scope: suits, measure: "court_cases_honour_considered", pattern: `# cases over suits (?:on|about) protection of {honour}`},
	{scope: suits, under: "court_cases_honour_considered", measure: "court_cases_honour_carried_over", pattern: `passing data - #`},

	// Lists of charges, June 2014 to 2022.
	{scope: charges, measure: "criminal_charges_slander", pattern: `# charges? (?:with|of|for) (?:libel and slander|slander and insult|slander|libel)`, until: "2020-06"},
	{scope: charges, under: "criminal_charges_slander", measure: "criminal_charges_slander_carried_over", pattern: `passing data - #`},
	{scope: charges, under: "criminal_charges_slander", measure: "criminal_charges_slander_carried_over", pattern: `# (?:- |of them are )passing data`},
	{scope: charges, measure: "criminal_charges_incitement", pattern: `# charges? (?:with|of) incitement of (?:(?:social|national|religious|racial|tribal|and),? )+(?:enmity|hatred|discord)`},
	{scope: charges, under: "criminal_charges_incitement", measure: "criminal_charges_incitement_carried_over", pattern: `passing data - #`},
	{scope: charges, under: "criminal_charges_incitement", measure: "criminal_charges_incitement_carried_over", pattern: `# (?:- |of them are )passing data`},
	{scope: charges, measure: "criminal_charges_false_info", pattern: `# charges? (?:with|of) (?:dissemination|spreading) of (?:misleading|false|knowingly false) information`, until: "2022-12"},
	{scope: charges, measure: "criminal_charges_terrorism_propaganda", pattern: `# charges? (?:with|of) prop[ao]ganda of terrorism`},
	{scope: charges, measure: "criminal_charges_separatism", pattern: `# charges? (?:with|of) (?:separatism|separatist activity)`},
	{scope: charges, measure: "criminal_charges_seizure_of_power", pattern: `# charges? (?:with|of) (?:propaganda or public calls|public calls) on forced seizure of power`},
	{scope: charges, measure: "criminal_charges_disclosure_pretrial", pattern: `# charges? (?:with|of) disclosure of information of {pre} (?:proceedings?|investigation)`},
	{scope: charges, measure: "criminal_charges", pattern: `# criminal (?:charges?|accusations?)`},
	{scope: charges, under: "criminal_charges", measure: "criminal_charges_in_court", pattern: `# in (?:the )?court`},
	{scope: charges, measure: "pretrial_claims_honour", pattern: `# {pre} complaints? (?:on|of|about|for) (?:the )?protection of {honour}`, basis: datasets.Month},
	{scope: charges, measure: "civil_claims_honour", pattern: `# (?:{pre} )?{suits} (?:on|of|about|for) (?:the )?protection of {honour}`},
	{scope: charges, under: "civil_claims_honour", measure: "damages_claimed_kzt", pattern: `in the (?:total )?amount(?: of)? kzt %`},
	{scope: charges, measure: "civil_claims", pattern: `# civil {suits}(?: in (?:the )?civil (?:procedure|proceedings?))?`},
	{scope: charges, measure: "civil_claims", pattern: `# (?:claims? and (?:law)?suits?|(?:law)?suits? and claims?) in (?:the )?civil (?:procedure|proceedings?)`},
	{scope: charges, under: "civil_claims", measure: "civil_claims_honour", pattern: `# (?:of them )?(?:were )?(?:on|of|about|for) (?:the )?protection of {honour}`},
	{scope: charges, measure: "administrative_charges", pattern: `# administrative (?:charges?|accusations?)`},
	{scope: charges, measure: "damages_claimed_kzt", pattern: `claims for compensation (?:for|of) (?:non-pecuniary|moral) damages? amounted to (?:{kzt})`},
	{scope: charges, measure: "damages_claimed_kzt", pattern: `requested amount of compensation (?:for|of) (?:non-pecuniary|moral) damages? (?:- |is |was )?(?:{kzt})`},
	{scope: charges, measure: "damages_awarded_kzt", pattern: `courts? (?:collected|recovered) (?:{kzt})`},

	// The prose of 2023.
	{scope: prose, measure: "violations_total", pattern: `# (?:cases|incidents) related to freedom of speech and information dissemination (?:were|was) (?:registered|documented|recorded)`},
	{scope: prose, measure: "journalist_rights_violations", pattern: `# (?:cases )?(?:concern|concerned|reported) violations of journalists and media rights`},
	{scope: prose, measure: "claims_and_suits_reports", pattern: `there were # documented cases of allegations against journalists, bloggers,? and media related to published materials`},
	{scope: prose, measure: "access_info_reports", pattern: `# incidents revolve around the right to access and disseminate information`},
	{scope: prose, under: "access_info_reports", measure: "access_to_information_refusals", pattern: `# involve denials, restrictions,? and violations of deadlines for providing socially significant information`},

	// The groups of 2024, each with its kinds.
	{scope: groups, measure: "journalist_rights_violations", pattern: `# reports of violations of the rights of journalists`},
	{scope: groups, measure: "access_info_reports", pattern: `# reports related to the right to freely receive and disseminate information`},
	{scope: groups, measure: "claims_and_suits_reports", pattern: `# reports of {pre} and (?:court|judicial) claims and lawsuits against journalists`},

	{scope: groups, measure: "obstruction_cases", pattern: `# (?:cases?|incidents?|instances?) of (?:obstruction of|interference (?:with|in)) (?:the )?(?:journalists )?lawful (?:journalistic|professional) activit(?:y|ies)`},
	{scope: groups, measure: "media_interference", pattern: `# (?:cases?|incidents?|instances?) of interference in the activities of (?:the )?media`},
	{scope: groups, measure: "attacks_on_journalists", pattern: `# (?:cases? of )?(?:physical )?attacks? on journalists?`},
	{scope: groups, measure: "threats", pattern: `# (?:cases? of )?threats? (?:against|to)`},
	{scope: groups, measure: "detentions", pattern: `# (?:cases? of )?detentions? of journalists?`},
	{scope: groups, measure: "defamation_of_journalists", pattern: `# cases? of defamation of journalists?`},
	{scope: groups, measure: "discrediting_of_journalists", pattern: `# cases? of discrediting`},
	{scope: groups, measure: "insults_to_journalists", pattern: `# cases? of insult(?:s to|ing) (?:a )?journalists?`},
	{scope: groups, measure: "image_misuse", pattern: `# (?:cases? of |instances? of )?(?:misuses?|unauthori[sz]ed uses?) of the image of`},
	{scope: groups, measure: "copyright_violations", pattern: `# violations? of copyright`},
	{scope: groups, measure: "summons", pattern: `# summons(?:es)? to law enforcement`},
	{scope: groups, measure: "media_discrimination", pattern: `# (?:cases?|instances?) of media discrimination`},
	{scope: groups, measure: "persecution_for_dissemination", pattern: `# cases? of persecution for the dissemination of information`},
	{scope: groups, measure: "accreditation_denials", pattern: `# cases? of denial of accreditation`},
	{scope: groups, measure: "court_openness_violations", pattern: `# violations? of the principle of transparency in judicial proceedings`},
	{scope: groups, measure: "access_to_information_refusals", pattern: `# (?:cases?|instances?) of refusals? or restrictions? on the provision of socially significant information`},
	{scope: groups, measure: "blocked_sites", pattern: `# (?:cases?|instances?) of resource/account blocking`},
	{scope: groups, measure: "closures_suspensions", pattern: `# (?:cases?|instances?) of closures?(?: or |/)suspensions? of media outlets`},
	{scope: groups, measure: "cyber_incidents", pattern: `# (?:cases? of )?(?:unauthori[sz]ed|unlawful) access to computer information`},
	{scope: groups, measure: "civil_claims", pattern: `# civil (?:(?:{pre}|court|judicial|claims?|lawsuits?|suits?|and) )*(?:claims?|lawsuits?|suits?)`},
	{scope: groups, measure: "civil_claims", pattern: `# (?:court|judicial|{pre}) and (?:court|judicial|{pre}) claims against media in civil proceedings`},
	{scope: groups, measure: "criminal_charges", pattern: `# (?:{pre} )?criminal (?:charges?|accusations?)`},
	{scope: groups, measure: "criminal_charges", pattern: `# cases? in criminal proceedings`},
	{scope: groups, measure: "criminal_charges", pattern: `# {pre} claims? in a criminal case`},
	{scope: groups, measure: "administrative_charges", pattern: `# administrative (?:charges?|accusations?|court proceedings?)`},
	{scope: groups, measure: "administrative_charges", pattern: `# accusations? in administrative cases?`},
	{scope: groups, measure: "administrative_charges", pattern: `# defamation charges? brought against a public figure in an administrative capacity`},
	{scope: groups, under: "administrative_charges", measure: "administrative_charges_false_info", pattern: `# for (?:accusations? of )?(?:publishing|disseminating|spreading|publishing/disseminating) (?:knowingly )?false information`},
	{scope: groups, under: "administrative_charges", measure: "administrative_charges_election_law", pattern: `# for violations? of election laws?`},
	{scope: groups, under: "administrative_charges", measure: "administrative_charges_slander", pattern: `# for (?:defamation|slander)`},

	// The report of a year, which puts the count last.
	{scope: annual, measure: "detentions", pattern: `detained - # (?:journlists|journalists)`},
	{scope: annual, measure: "threats", pattern: `threats to journalists and media - #(?: facts)?`},
	{scope: annual, measure: "attacks_on_journalists", pattern: `attacks on journalists - #`},
	{scope: annual, measure: "criminal_charges_slander", pattern: `(?:defamation|slander) and insult - #`, until: "2019-12"},
	{scope: annual, measure: "criminal_charges_false_info", pattern: `d[ei]ss[ei]mination (?:of )?knowingly false information - #`, until: "2022-12"},
	{scope: annual, measure: "criminal_charges_incitement", pattern: `incitement of discord - #`},
	{scope: annual, measure: "criminal_charges_banned_org", pattern: `participation in the activities of a banned organi[sz]ation - #`},
	{scope: annual, measure: "criminal_charges_insult_official", pattern: `insulting and using violence against a government official - #`},
	{scope: annual, measure: "civil_claims", pattern: `civil (?:charges|claims) - #`},
	{scope: annual, under: "civil_claims", measure: "civil_claims_honour", pattern: `# claims and suits for the protection of {honour}`},
	{scope: annual, measure: "damages_claimed_kzt", pattern: `claimed amounts? of compensation for (?:non-pecuniary|moral) damages? - % tenge`},
	{scope: annual, measure: "damages_awarded_kzt", pattern: `collected amounts? of compensation for (?:non-pecuniary|moral) damages? - % tenge`},
	{scope: annual, measure: "claimants_civil_servants", pattern: `civil servants - #`},
	{scope: annual, measure: "claimants_legal_entities", pattern: `legal entities - #`},
	{scope: annual, measure: "claimants_individuals", pattern: `individuals - #`},
	{scope: annual, measure: "judicial_acts", pattern: `judge?ments rendered - #`},
	{scope: annual, under: "judicial_acts", measure: "judicial_acts_appeal", pattern: `# - in the {appeal}`},
	{scope: annual, under: "judicial_acts", measure: "judicial_acts_cassation", pattern: `# - in the cassation`},
	{scope: annual, under: "judicial_acts", measure: "judicial_acts_for_defendants", pattern: `of (?:those|them) in favou?r of {parties}- #`},
	{scope: annual, measure: "administrative_charges", pattern: `administrative charges - #`},
}

// The words that may stand around the counts. None that turns a sentence round
// is among them: no "not", "less", "compared", "withdrawn" or "previous".
const (
	common = `the a an of to in on with for and or by was were is are be been they them these those this also its
		media mass outlet outlets journalist journalists citizens bloggers blogger newsmakers against defendants persons
		connection exercise exercising execution realization implementation resulting from right rights freedom expression speech
		receipt receiving obtaining access dissemination distribution spreading information kazakhstan republic`
	claimed = `brought dealt filed made presented issued following charges claims general since beginning start year as well amount kzt
		criminal ciminal code administrative including proceedings`
	aboutCourts = `judicial acts act earlier considered concerning prior cases case over towards about suits suit lawsuits lawsuit claims
		protection honor honour dignity business reputation passed performed rendered issued adopted
		including included instance instances hearing hearings one ones favor favour court courts appeal appellate cassation`
	aboutGroups = `including pre-trial pretrial court judicial civil claims lawsuits suits law enforcement supervisory regulatory
		authorities unreasonable restrictions website ddos attacks denial revocation government institutions accreditation
		professional activities lawful journalistic
		publishing disseminating false among other others`
	aboutProse = `including among detentions threats arrests attacks obstruction interference professional activities journalists media rights
		documented registered recorded cases incidents there`
	aboutYear = `appelants appellants civil claims media rendered including appeal cassation charges criminal suits facts amount amounts`
)

// asides are known texts without a count, which are taken out before a sentence is read.
var asides = []string{
	`(?:\(?data on {pre} and (?:judicial|court) proceedings do not include reports related to ongoing cases\)?)`,
	`(?:,? including a legal dispute over copyright infringement between bloggers)`,
	`(?: \(without legal action taken\))`,
	`(?: \(related to [^#¤~@‡†()]*\))`,
	`(?:, and more$)`,
	`(?:,? and others$)`,
}
