*** Settings ***
Documentation	By tabs
Metadata	Author	jane		doe
*** Tasks ***
Tabbed Task
	[Tags]	a	b
	${x}=	Import Secret	key	description=With a tab	optional=true
	IF	True
		Import Service	kubectl	description=In a block
	END
