package adilsoz

var russian = []phrase{
	// The notices of 2009 to 2013.
	{scope: notices, measure: "monitoring_messages_total", pattern: `мониторинг (?:нарушений свободы слова )?(?:международного )?(?:фонда (?:защиты свободы слова )?)?(?:адил соз )?зафиксировал # сообщени(?:е|я|й)`, unit: "reports"},
	{scope: notices, measure: "messages_direct_violations", pattern: `# (?:из них )?дают информацию о прямых нарушениях прав сми и журналистов`, unit: "reports"},
	{scope: notices, measure: "messages_political_background", pattern: `# (?:из них )?определяют фактическое положение сми в свете политической атмосферы месяца`, unit: "reports"},
	{scope: notices, measure: "messages_conflicts_and_accusations", pattern: `# (?:- )?(?:сообщени(?:е|я|й) )?о конфликтах и обвинениях,? выдвинутых против сми и журналистов`, unit: "reports"},
	{scope: notices, measure: "obstruction_cases", pattern: `воспрепятствовани(?:е|я) законной профессиональной деятельности журналистов - # сообщени(?:е|я|й)`, unit: "reports"},
	{scope: notices, measure: "media_freedom_and_creativity_violations", pattern: `нарушени(?:е|я) прав сми на свободу и творчеств(?:о|а) - # сообщени(?:е|я|й)`, unit: "reports"},
	{scope: notices, measure: "access_to_information_refusals", pattern: `необоснованн(?:ый|ые) отказы? и нарушени(?:е|я) сроков предоставления общественно значимой информации - # сообщени(?:е|я|й)`, unit: "reports"},
	{scope: notices, measure: "civil_claims_honour", pattern: `требовани(?:е|я) о защите {чести} - # сообщени(?:е|я|й)`, unit: "reports"},

	// Courts.
	{scope: courts, measure: "judicial_acts", pattern: `вынесено # судебн(?:ый|ых|ые) акт(?:а|ов)?`,
		needs: `о защите чести|в связи с осуществлением`},
	{scope: courts, under: "judicial_acts", measure: "judicial_acts_appeal", pattern: `# (?:из них )?(?:- )?в апелляци(?:и|онной)(?: инстанции)?`},
	{scope: courts, under: "judicial_acts", measure: "judicial_acts_cassation", pattern: `# (?:из них )?(?:- )?в кассаци(?:и|онной)(?: инстанции)?`},
	{scope: courts, under: "judicial_acts", measure: "judicial_acts_for_defendants", pattern: `в пользу (?:(?:сми|журналистов|граждан|ответчиков|блогеров|и),? )+- #`},
	{scope: courts, under: "judicial_acts", measure: "judicial_acts_for_defendants", pattern: `# (?:из них )?(?:- )?в пользу (?:(?:сми|журналистов|граждан|ответчиков|блогеров|и)(?:,? |$))+`},

	// Lists of charges.
	{scope: charges, measure: "criminal_charges_slander", pattern: `# обвинени(?:е|я|й) в клевете(?: и оскорблении)?`, until: "2020-06"},
	{scope: charges, under: "criminal_charges_slander", measure: "criminal_charges_slander_carried_over", pattern: `# - переходящие данные`},
	{scope: charges, under: "criminal_charges_slander", measure: "criminal_charges_slander_carried_over", pattern: `переходящие данные - #`},
	{scope: charges, measure: "criminal_charges_incitement", pattern: `# обвинени(?:е|я|й) в (?:разжигании|возбуждении) (?:(?:социальной|национальной|религиозной|родовой|расовой|сословной|и|или),? )+(?:розни|вражды)`},
	{scope: charges, under: "criminal_charges_incitement", measure: "criminal_charges_incitement_carried_over", pattern: `# - переходящие данные`},
	{scope: charges, under: "criminal_charges_incitement", measure: "criminal_charges_incitement_carried_over", pattern: `переходящие данные - #`},
	{scope: charges, measure: "criminal_charges_false_info", pattern: `# обвинени(?:е|я|й) в распространении (?:заведомо )?ложной информации`, until: "2022-12"},
	{scope: charges, measure: "criminal_charges_terrorism_propaganda", pattern: `# обвинени(?:е|я|й) в пропаганде терроризма`},
	{scope: charges, measure: "criminal_charges_separatism", pattern: `# обвинени(?:е|я|й) в сепаратизме`},
	{scope: charges, measure: "criminal_charges", pattern: `# обвинени(?:е|я|й) в уголовном порядке`},
	{scope: charges, under: "criminal_charges", measure: "criminal_charges_in_court", pattern: `# (?:из них )?(?:- )?в суде`},
	{scope: charges, measure: "civil_claims_honour", pattern: `# (?:досудебн(?:ая|ые|ых) )?претензи(?:я|и|й) и иск(?:а|и|ов)? о защите {чести}`},
	{scope: charges, under: "civil_claims_honour", measure: "damages_claimed_kzt", pattern: `на (?:общую )?сумму % тенге`},
	{scope: charges, under: "civil_claims", measure: "damages_claimed_kzt", pattern: `на (?:общую )?сумму % тенге`},
	{scope: charges, measure: "civil_claims", pattern: `# претензи(?:я|и|й) и иск(?:а|и|ов)?(?: в гражданском порядке)?`},
	{scope: charges, under: "civil_claims", measure: "civil_claims_honour", pattern: `# (?:из них )?(?:- )?о защите {чести}`},
	{scope: charges, measure: "administrative_charges", pattern: `# обвинени(?:е|я|й) в административном порядке`},
	{scope: charges, measure: "damages_claimed_kzt", pattern: `(?:сумма )?(?:заявленных )?требовани(?:я|й) о (?:компенсации|возмещении) морального вреда составил(?:а|и) % тенге`},
	{scope: charges, measure: "damages_awarded_kzt", pattern: `суд(?:ами|ы) (?:взыскано|взыскали) % тенге`},

	// The groups of 2024, each with its kinds.
	{scope: groups, measure: "journalist_rights_violations", pattern: `# сообщени(?:е|я|й) о нарушени(?:и|ях) прав журналистов`},
	{scope: groups, measure: "access_info_reports", pattern: `# сообщени(?:е|я|й),? (?:связанн(?:ое|ых|ые) с правом|о нарушени(?:и|ях) права) на свободное получение и распространение информации`},
	{scope: groups, measure: "claims_and_suits_reports", pattern: `# сообщени(?:е|я|й) о досудебных и судебных претензиях и исках`},
	{scope: groups, measure: "obstruction_cases", pattern: `# случа(?:й|я|ев) воспрепятствования законной профессиональной деятельности журналистов`},
	{scope: groups, measure: "attacks_on_journalists", pattern: `# (?:случа(?:й|я|ев) )?нападени(?:е|я|й) на журналист(?:а|ов)`},
	{scope: groups, measure: "threats", pattern: `# (?:случа(?:й|я|ев) )?угроз(?:а|ы)? (?:в адрес )?(?:сми|журналист(?:а|ов|ам))`},
	{scope: groups, measure: "detentions", pattern: `# (?:случа(?:й|я|ев) )?задержани(?:е|я|й) журналист(?:а|ов)`},
	{scope: groups, measure: "access_to_information_refusals", pattern: `# (?:случа(?:й|я|ев) )?(?:отказ(?:а|ов)? (?:и|или) ограничени(?:е|я|й)|отказов и ограничений) в предоставлении (?:общественно|социально) значимой информации`},
	{scope: groups, measure: "blocked_sites", pattern: `# случа(?:й|я|ев) блокировки ресурс(?:а|ов)/аккаунт(?:а|ов)`},
	{scope: groups, measure: "closures_suspensions", pattern: `# случа(?:й|я|ев) закрытия(?: или |/)приостановки сми`},
	{scope: groups, measure: "civil_claims", pattern: `# (?:досудебн(?:ая|ые|ых) и судебн(?:ая|ые|ых) )?(?:претензи(?:я|и|й)|претензи(?:я|и|й) и иск(?:а|и|ов)?) в гражданском порядке`},
	{scope: groups, measure: "criminal_charges", pattern: `# (?:досудебн(?:ое|ых|ые) )?обвинени(?:е|я|й) в уголовном порядке`},
	{scope: groups, measure: "administrative_charges", pattern: `# обвинени(?:е|я|й) в административном порядке`},

	// The report of a year, which puts the count last.
	{scope: annual, measure: "detentions", pattern: `задержан(?:о|ы|ия) - # журналист(?:а|ов)?`},
	{scope: annual, measure: "threats", pattern: `угрозы журналистам и сми - #(?: факт(?:а|ов)?)?`},
	{scope: annual, measure: "attacks_on_journalists", pattern: `нападения на журналистов - #`},
	{scope: annual, measure: "criminal_charges_slander", pattern: `клевета и оскорбление - #`, until: "2019-12"},
	{scope: annual, measure: "administrative_charges", pattern: `обвинения в административном порядке - #`},
}

const (
	commonRU = `в во и или на по с о об за от к что это этого этом следующие следующих
		сми журналист журналистам журналистов журналиста граждан гражданам блогеров блогерам ньюсмейкеров против
		связи осуществлением реализацией права прав свободы свободу выражения получения распространения информации казахстане`
	claimedRU = `всего начала года предъявлены предъявлено обвинения претензии иски обвинений отношении
		ук рк кодекса уголовного республики казахстан числе том`
	aboutCourtsRU = `судами судом судебных судебные акта акты делам делу защите чести достоинства деловой репутации инстанции апелляционной кассационной
		числе том них вынесено ответчиков пользу`
	aboutGroupsRU  = `числе том судов органы аккаунтов сайтов`
	aboutNoticesRU = `них зафиксировано сообщения сообщений сообщение месяца числе том адил соз фонда фонд`
)
