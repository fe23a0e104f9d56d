/** The centre's own texts, as pages see them. */

/** What the centre tells its clients. */
export interface CentreCard {
	readonly name: string;
	/** "Mo bis Do 9–16 Uhr", or ''. */
	readonly hours: string;
	/** "antwortet meist in 2 Werktagen", or ''. */
	readonly answerTime: string;
	readonly emergencyText: string;
}

/** The centre's texts as its counsellors see them. */
export interface CentreTexts {
	readonly card: CentreCard;
	/** Whether this counsellor may change them: Leitung only. */
	readonly mayEdit: boolean;
	/** Publishes. Rejects with 'name-empty', 'name-too-long', 'text-too-long' or 'not-allowed'. */
	save(card: CentreCard): Promise<void>;
}
