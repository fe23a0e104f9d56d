/** What the centre tells its clients, in the reception: read by everyone, written by a Leitung. */
import { Refusal } from '../../base/fault';
import type { IdentityId } from '../../base/ids';
import { oneLine } from '../../domain/text';
import type { Reception } from '../../sync/centre/reception';
import { readCentreCard } from './cards';
import { checkedName, checkedNote } from './names';
import type { CentreCard, CentreTexts } from '../contract/centre';

/** The maximum length of each text. */
export const MOST_OF_CENTRE = { name: 80, hours: 200, answerTime: 120, emergencyText: 300 } as const;

/** See the header. */
export class CentreModel implements CentreTexts {
	card = $state.raw<CentreCard>({ name: '', hours: '', answerTime: '', emergencyText: '' });
	mayEdit = $state(false);
	readonly #stop: () => void;

	/** `chain`: this identity's chain in the reception. */
	constructor(
		readonly reception: Reception,
		readonly identity: IdentityId,
		readonly chain: () => Promise<Uint8Array>
	) {
		this.#stop = reception.listen(() => {
			this.#read();
		});
		this.#read();
	}

	async save(card: CentreCard): Promise<void> {
		if (!this.mayEdit) throw new Refusal('not-allowed');
		const fields = Object.entries(MOST_OF_CENTRE).map(([field, most]) => {
			const text = card[field as keyof CentreCard];
			return [field, field === 'name' ? checkedName(text, most) : checkedNote(oneLine(text), most)];
		});
		const checked = Object.fromEntries(fields) as CentreCard;
		await this.reception.publish('centre', JSON.stringify(checked), await this.chain());
	}

	/** Stops everything it started. */
	stop(): void {
		this.#stop();
	}

	#read(): void {
		const { shown } = this.reception;
		this.card = readCentreCard(shown.get('centre')?.value ?? '') ?? this.card;
		this.mayEdit = shown.get(`card/${this.identity}`)?.isLead ?? false;
	}
}
